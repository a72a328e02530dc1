"""Certificates as callers see them."""

from typing import Any

from contracts.certificate_types import load_certificate_types
from contracts.certificates import CertificateView, Printable
from contracts.customs import LayoutStatus
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.conditions import use_now
from services.cert_svc.domain.openings import Case, openings_in, openings_of
from services.cert_svc.domain.stamps import NO_STAMPS, Stamps
from services.cert_svc.storage.certificate_lists import SHOWN


def certificate_view(
    certificate: Certificate, approval: Approval, stamps: Stamps, *, listed: bool
) -> CertificateView:
    """`listed` says that R43-R50 hold; the statuses and the stamps do the rest."""
    openings = openings_of(load_certificate_types(), approval)
    received = listed and certificate.layout_status is LayoutStatus.RECEIVED
    usable = received and certificate.replaced_by is None
    waiting = not certificate.archived and certificate.print_status == "waiting"
    stamped = not stamps.problems
    again = use_now(certificate, "download") == "download_again"
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
        replaces=approval.replaces,
        replaced_by=certificate.replaced_by,
        exception_count=certificate.exception_count,
        printable=usable and waiting and stamped and openings.self_print,
        downloadable=usable and (stamped or again) and openings.download,
    )


def printable(
    certificate: Certificate, approval: Approval, layout: ObjectRef, stamps: Stamps
) -> Printable:
    """What print_svc prints from; without stamps where these may not be used."""
    usable = NO_STAMPS if stamps.problems else stamps
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
        seal=usable.seal,
        signature=usable.signature,
    )


def listed_fields(row: Any, stamps: Stamps, *, filed: bool) -> dict[str, Any]:
    """The fields of the same view of a listed certificate, whose declarer is `filed` or is not.

    Lists are made of fields, because fifty views made one by one take longer than finding them.
    """
    fields = dict(zip(SHOWN, row, strict=True))
    case = Case(*(fields[name] for name in Case._fields))
    openings = openings_in(case)
    received = filed and fields["layout_status"] == LayoutStatus.RECEIVED
    usable = received and fields["replaced_by"] is None
    waiting = not fields["archived"] and fields["print_status"] == "waiting"
    fields["returned"] = fields["returned_at"] is not None
    stamped = not stamps.problems
    again = fields["print_status"] == "printed"
    fields["printable"] = usable and waiting and stamped and openings.self_print
    fields["downloadable"] = usable and (stamped or again) and openings.download
    return fields
