"""Certificates as callers see them."""

from typing import Any

from contracts.certificate_types import load_certificate_types
from contracts.certificates import CertificateView, Printable
from contracts.customs import LayoutStatus
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.openings import openings_at, openings_of


def certificate_view(
    certificate: Certificate, approval: Approval, *, listed: bool
) -> CertificateView:
    """`listed` says that R43-R50 hold; the statuses do the rest."""
    openings = openings_of(load_certificate_types(), approval)
    received = listed and certificate.layout_status is LayoutStatus.RECEIVED
    waiting = not certificate.archived and certificate.print_status == "waiting"
    return CertificateView(
        certificate_no=certificate.certificate_no,
        revision=approval.revision,
        enterprise_code=approval.enterprise_code,
        agent_code=approval.agent_code,
        type_id=approval.type_id,
        destination=approval.destination,
        issue_date=approval.issue_date,
        approved_at=approval.approved_at,
        declarer_name=approval.declarer_name,
        issuing_office=approval.issuing_office,
        collecting_office=approval.collecting_office,
        invoice_no=approval.invoice_no,
        layout_status=certificate.layout_status,
        print_status=certificate.print_status,
        archived=certificate.archived,
        returned=certificate.returned_at is not None,
        exception_count=certificate.exception_count,
        printable=received and waiting and openings.self_print,
        downloadable=received and openings.download,
    )


def printable(certificate: Certificate, approval: Approval, layout: ObjectRef) -> Printable:
    """What print_svc prints from."""
    return Printable(
        certificate_no=certificate.certificate_no,
        revision=approval.revision,
        enterprise_code=approval.enterprise_code,
        agent_code=approval.agent_code,
        type_id=approval.type_id,
        destination=approval.destination,
        issue_date=approval.issue_date,
        declarer_id_number=approval.declarer_id_number,
        invoice_no=approval.invoice_no,
        layout=layout,
    )


def listed_view(row: Any) -> CertificateView:
    """The same of a listed certificate, of the columns that `storage.certificate_lists` reads."""
    types = load_certificate_types()
    openings = openings_at(types, row.type_id, row.destination, row.issue_date, row.issuing_office)
    received = row.layout_status == LayoutStatus.RECEIVED
    waiting = not row.archived and row.print_status == "waiting"
    return CertificateView(
        certificate_no=row.certificate_no,
        revision=row.revision,
        enterprise_code=row.enterprise_code,
        agent_code=row.agent_code,
        type_id=row.type_id,
        destination=row.destination,
        issue_date=row.issue_date,
        approved_at=row.approved_at,
        declarer_name=row.declarer_name,
        issuing_office=row.issuing_office,
        collecting_office=row.collecting_office,
        invoice_no=row.invoice_no,
        layout_status=row.layout_status,
        print_status=row.print_status,
        archived=row.archived,
        returned=row.returned_at is not None,
        exception_count=row.exception_count,
        printable=received and waiting and openings.self_print,
        downloadable=received and openings.download,
    )
