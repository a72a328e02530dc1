"""What a workstation reports of one print, put together from several reports (promise 3)."""

from contracts.printing import Evidence

SETTLED = frozenset({"completed", "aborted", "canceled"})


def combined(earlier: Evidence | None, later: Evidence) -> Evidence:
    """No fact is forgotten, and a report that was overtaken does not undo a device's last word."""
    if earlier is None:
        return later
    overtaken = earlier.job_state in SETTLED and later.job_state not in SETTLED
    before, after = (later, earlier) if overtaken else (earlier, later)
    return Evidence(**before.model_dump(exclude_none=True) | after.model_dump(exclude_none=True))
