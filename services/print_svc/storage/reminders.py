"""SQL of the prints that nobody has answered for and that people are to be told of."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, exists, func, not_, or_, select, update

from chassis.database import Session
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.reminders import Step
from services.print_svc.storage.print_jobs import job_of
from services.print_svc.tables import (
    ISSUED_BY_AGENT,
    TO_REMIND_OF,
    UNANSWERED,
    agent_grants,
    certificates,
    print_jobs,
)

AT_ONCE: Final = 200
_J: Final = print_jobs.c
_REMINDED: Final = {"reminder": _J.reminded_at.is_(None), "escalation": _J.reminded_at.is_not(None)}
_TOLD_AT: Final = {"reminder": _J.reminded_at, "escalation": _J.escalated_at}
_ENDED: Final = exists().where(
    certificates.c.certificate_no == _J.certificate_no,
    or_(certificates.c.archived_at.is_not(None), certificates.c.replaced_by.is_not(None)),
)
_GRANTED: Final = and_(
    agent_grants.c.principal_code == _J.enterprise_code,
    agent_grants.c.agent_code == _J.issuer_code,
)
_MAY_NOT_ANSWER: Final = and_(
    ISSUED_BY_AGENT,
    exists().where(_GRANTED),
    not_(exists().where(_GRANTED, agent_grants.c.revoked_at.is_(None))),
)
"""As `domain.agent_grants.check_not_revoked` sees it of the agent that issued the job."""
_OPEN: Final[Any] = and_(
    UNANSWERED,
    _J.has_original,
    _J.reminded_at.is_not(None),
    not_(_ENDED),
    not_(_MAY_NOT_ANSWER),
)
"""Somebody was reminded, nobody has answered, and who sits at the workstation may."""


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


def open_at(session: Session, workstation_id: UUID, *, most: int) -> tuple[list[PrintJob], int]:
    """The oldest that came from there, and how many there are."""
    at = (_OPEN, _J.workstation_id == workstation_id)
    oldest = select(print_jobs).where(*at).order_by(_J.released_at, _J.id).limit(most)
    count = session.execute(select(func.count()).where(*at)).scalar_one()
    return [job_of(row) for row in session.execute(oldest).all()], count


def told_of(session: Session, ids: Collection[UUID]) -> list[tuple[UUID, int, datetime]]:
    """Of each workstation that has any: how many, and when anybody was told last."""
    told_at = func.max(func.greatest(_J.reminded_at, _J.escalated_at))
    query = select(_J.workstation_id, func.count(), told_at).where(
        _OPEN, _J.workstation_id.in_(ids)
    )
    rows = session.execute(query.group_by(_J.workstation_id)).all()
    return [(workstation_id, count, at) for workstation_id, count, at in rows]
