"""Print jobs as callers and neighbours see them."""

from typing import Any

from contracts.printing import Evidence, PrintJobView
from services.print_svc.domain.jobs import PrintJob


def job_view(job: PrintJob) -> PrintJobView:
    return PrintJobView(
        job_id=job.id,
        certificate_no=job.certificate_no,
        revision=job.revision,
        enterprise_code=job.enterprise_code,
        parts=job.parts,
        state=job.state,
        print_serials=job.print_serials,
        workstation=job.workstation,
        issued_at=job.issued_at,
        ticket_expires_at=job.ticket_expires_at,
        released_at=job.released_at,
        sheets=job.sheets,
        evidence=Evidence.model_validate(job.evidence) if job.evidence else None,
        confirmed_at=job.confirmed_at,
        confirmed_printed=job.confirmed_printed,
    )


def event_fields(job: PrintJob) -> dict[str, Any]:
    """What every print event says."""
    return {
        "enterprise_code": job.enterprise_code,
        "job_id": job.id,
        "certificate_no": job.certificate_no,
        "revision": job.revision,
        "agent_code": job.agent_code,
        "parts": job.parts,
        "print_serial": job.print_serial,
    }
