"""What is over leaves the journal after a while, so that neither it nor who reads it grows on."""

from datetime import datetime, timedelta
from typing import Final

from workstation import logs
from workstation.journal import Entry, Journal
from workstation.outcomes import is_over, subject_of

KEPT: Final = timedelta(days=90)
"""Three times as long as the databases' backups, after whose restore journals say what came out."""


def forget_old(journal: Journal, now: datetime) -> None:
    """Removes what ended more than KEPT ago; what a person is asked about stays until answered."""
    old = [one for one in journal.entries() if is_over(one) and _ended_at(one) < now - KEPT]
    if old:
        journal.remove(old, [subject_of(one) for one in old])
        logs.info("old_prints_forgotten", count=len(old))


def _ended_at(entry: Entry) -> datetime:
    """The last that is known to have happened to it."""
    evidence = entry.evidence
    finished_at = evidence.finished_at if evidence else None
    times = (entry.queued_at, entry.sending_at, entry.sent_at, finished_at)
    return max(time for time in times if time is not None)
