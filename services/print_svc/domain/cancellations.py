"""A job that waits for its workstation may be cancelled, and the certificate is free again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from contracts.printing import JobState
from services.print_svc.domain.print_jobs import PrintJob, VoidReason, as_of, refuse, step

CANCELLED: Final[VoidReason] = "cancelled"

NOT_CANCELLED: Final[Mapping[JobState, str]] = {
    "released": "print.already_released",
    "printed": "print.already_confirmed",
    "failed": "print.already_confirmed",
    "voided": "print.ticket_void",
    "expired": "print.ticket_expired",
}


def cancel(job: PrintJob, *, now: datetime) -> PrintJob:
    """Cancelled again it stays as it is; Refused once it was fetched, is void or has expired."""
    if job.void_reason == CANCELLED:
        return job
    refuse(as_of(job, now), NOT_CANCELLED)
    return replace(job, state=step(job.state, CANCELLED), void_reason=CANCELLED)
