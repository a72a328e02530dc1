"""SQL of the prints that nobody has answered for and that people are to be told of."""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, or_, select, update

from chassis.database import Session
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.reminders import Step
from services.print_svc.storage.print_jobs import job_of
from services.print_svc.tables import TO_REMIND_OF, certificates, print_jobs

AT_ONCE: Final = 200
_J: Final = print_jobs.c
_REMINDED: Final = {"reminder": _J.reminded_at.is_(None), "escalation": _J.reminded_at.is_not(None)}
_TOLD_AT: Final = {"reminder": _J.reminded_at, "escalation": _J.escalated_at}
_ENDED: Final = exists().where(
    certificates.c.certificate_no == _J.certificate_no,
    or_(certificates.c.archived_at.is_not(None), certificates.c.replaced_by.is_not(None)),
)


def take_due(
    session: Session, step: Step, *, released_before: datetime, now: datetime
) -> list[PrintJob]:
    """Marked as told, AT_ONCE at most; a job that somebody holds is passed by until next time.

    A certificate that is archived or replaced waits for no answer any more.
    """
    due = (
        select(print_jobs)
        .where(TO_REMIND_OF, _REMINDED[step], _J.released_at <= released_before, ~_ENDED)
        .order_by(_J.released_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    jobs = [job_of(row) for row in session.execute(due).all()]
    ids = [job.id for job in jobs]
    session.execute(update(print_jobs).where(_J.id.in_(ids)).values({_TOLD_AT[step]: now}))
    return jobs
