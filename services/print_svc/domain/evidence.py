"""What a workstation reports of one print, put together from several reports (promise 3)."""

from dataclasses import replace

from contracts.errors import Refused
from contracts.printing import Evidence
from services.print_svc.domain.print_jobs import PrintJob

SETTLED = frozenset({"completed", "aborted", "canceled"})


def with_evidence(job: PrintJob, evidence: Evidence) -> PrintJob:
    """Also late, of a print that is confirmed or void by now; Refused before its release."""
    if job.document is None:
        raise Refused("print.not_released")
    put_together = combined if job.confirmed_at is None else added
    return replace(job, evidence=put_together(job.evidence, evidence))


def combined(earlier: Evidence | None, later: Evidence) -> Evidence:
    """No fact is forgotten, and a report that was overtaken does not undo a device's last word."""
    if earlier is None:
        return later
    overtaken = earlier.job_state in SETTLED and later.job_state not in SETTLED
    before, after = (later, earlier) if overtaken else (earlier, later)
    return Evidence(**before.model_dump(exclude_none=True) | after.model_dump(exclude_none=True))


def added(known: Evidence | None, later: Evidence) -> Evidence:
    """What was known when a person answered stays; what was not known yet is added."""
    facts = known.model_dump() if known else {}
    told = {name: fact for name, fact in facts.items() if fact not in (None, ())}
    return Evidence(**later.model_dump(exclude_none=True) | told)
