"""Print jobs and seal uses as callers and neighbours see them."""

from datetime import datetime
from typing import Any

from contracts.printing import DocumentReleased, PrintJobView, PrintWarning
from contracts.seal_uses import SealUseView
from contracts.values import PrintPart
from contracts.workstation_program import WorkstationProgram
from contracts.workstations import WorkstationView
from services.print_svc.domain.device import device_word
from services.print_svc.domain.invoices import check_invoice_no
from services.print_svc.domain.pairings import fingerprint
from services.print_svc.domain.presence import presence
from services.print_svc.domain.print_jobs import PrintJob, as_of
from services.print_svc.domain.questions import unanswered
from services.print_svc.domain.workstations import Workstation
from services.print_svc.ledger.rows import LedgerRow


def job_view(job: PrintJob, *, now: datetime) -> PrintJobView:
    return PrintJobView(
        job_id=job.id,
        certificate_no=job.certificate_no,
        revision=job.revision,
        enterprise_code=job.enterprise_code,
        issuer_code=job.issuer_code,
        operator_id=job.operator_id,
        operator_name=job.operator_name,
        parts=job.parts,
        state=as_of(job, now).state,
        void_reason=job.void_reason,
        print_serials=job.print_serials,
        workstation=job.workstation or None,
        workstation_id=job.workstation_id,
        issued_at=job.issued_at,
        ticket_expires_at=job.ticket_expires_at,
        released_at=job.released_at,
        sheets=job.sheets,
        evidence=job.evidence,
        device=device_word(job),
        printer_uri=job.printer_uri,
        preflight=job.preflight,
        order_id=job.order_id,
        order_place=job.order_place,
        confirmed_at=job.confirmed_at,
        confirmed_printed=job.confirmed_printed,
        unanswered=unanswered(job),
    )


def workstation_view(
    workstation: Workstation, program: WorkstationProgram, *, now: datetime
) -> WorkstationView:
    return WorkstationView(
        workstation_id=workstation.id,
        name=workstation.name,
        fingerprint=fingerprint(workstation.encryption_key, workstation.signing_key),
        enrolled_by=workstation.enrolled_by,
        enrolled_by_name=workstation.enrolled_by_name,
        enrolled_at=workstation.enrolled_at,
        revoked_at=workstation.revoked_at,
        program_version=workstation.program_version,
        last_seen_at=workstation.last_seen_at,
        printers=workstation.printers,
        scanners=workstation.scanners,
        presence=presence(workstation, program, now),
    )


def document_released(job: PrintJob, *, now: datetime) -> DocumentReleased:
    if job.document is None:
        raise RuntimeError(f"job {job.id} was released without a document")
    return DocumentReleased(job=job_view(job, now=now), document=job.document)


def event_fields(job: PrintJob) -> dict[str, Any]:
    """What every print event says."""
    return {
        "enterprise_code": job.enterprise_code,
        "job_id": job.id,
        "certificate_no": job.certificate_no,
        "revision": job.revision,
        "agent_code": job.agent_code,
        "issuer_code": job.issuer_code,
        "parts": job.parts,
        "print_serial": job.print_serial,
        "workstation_id": job.workstation_id,
    }


def invoice_warnings(invoice_no: str | None) -> tuple[PrintWarning, ...]:
    """What in the invoice number may keep customs abroad from finding the certificate (R77)."""
    if invoice_no is None:
        return ()
    return tuple(
        PrintWarning(
            code=finding.code,
            message_zh=finding.message_zh,
            message_en=finding.message_en,
            rule=finding.rule,
        )
        for finding in check_invoice_no(invoice_no)
    )


def seal_use_view(row: LedgerRow) -> SealUseView:
    return SealUseView(
        position=row.position,
        certificate_no=row.use.certificate_no,
        print_serial=row.use.print_serial,
        part=PrintPart(row.use.part),
        operator_id=row.use.operator_id,
        used_at=row.use.used_at,
        seal_id=row.use.seal_id,
        row_hash=row.row_hash,
    )
