"""Prints that nobody has answered for, and the steps by which people are reminded (R72-R75).

Only an original is reminded of: without 是 its certificate is not archived.
"""

from typing import Literal

from services.print_svc.domain.print_jobs import PrintJob

Step = Literal["reminder", "escalation"]
"""To who printed it, then to the legal person."""


def is_unanswered(job: PrintJob) -> bool:
    """A workstation has the document, and nobody said what became of it."""
    return (job.kind, job.state) == ("print", "released")


def step_of(job: PrintJob) -> Literal["waiting", "reminded", "escalated"]:
    """How far reminding got."""
    if job.escalated_at is not None:
        return "escalated"
    return "waiting" if job.reminded_at is None else "reminded"
