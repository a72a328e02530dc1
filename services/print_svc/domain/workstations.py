"""Workstations: which one may have the document of a print job, and until when (promise 2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from contracts.errors import Refused
from contracts.printing import JobState
from services.print_svc.domain.print_jobs import PrintJob, as_of, refuse

NOT_FETCHED: Final[Mapping[JobState, str]] = {
    "printed": "print.already_confirmed",
    "failed": "print.already_confirmed",
    "voided": "print.ticket_void",
    "expired": "print.ticket_expired",
}


def check_workstation(job: PrintJob, workstation: str) -> None:
    """Raise Refused unless the job was issued for this one."""
    if job.workstation != workstation:
        raise Refused("print.wrong_workstation")


def check_fetchable(job: PrintJob, workstation: str, *, now: datetime) -> None:
    """Raise Refused unless this workstation may have the document now.

    A released document may be fetched again while its ticket lives and nobody has said what
    became of it.
    """
    check_workstation(job, workstation)
    refuse(as_of(job, now), NOT_FETCHED)
    if job.ticket_expires_at <= now:
        raise Refused("print.ticket_expired")
