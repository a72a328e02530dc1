"""The list of print jobs: keyset pages over indexes, the newest first."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from chassis.cursors import cut, moment, read_cursor
from chassis.database import Session
from contracts.certificate_numbers import tidy_certificate_no
from contracts.china_time import CHINA_TIME
from contracts.printing import JobState, ListPrintJobs
from contracts.rights import LiveGrant
from services.print_svc.domain.print_jobs import PrintJob, state_after, states_from
from services.print_svc.storage.print_jobs import job_of
from services.print_svc.tables import ISSUED_BY_AGENT, UNANSWERED, print_jobs

_J: Final = print_jobs.c


def has_issued_for_others(session: Session, enterprise_code: str) -> bool:
    """Whether there is any job that it issued as an agent."""
    issued = exists().where(_J.issuer_code == enterprise_code, ISSUED_BY_AGENT)
    return bool(session.execute(select(issued)).scalar())


def page(
    session: Session, asked: ListPrintJobs, grants: Sequence[LiveGrant], *, now: datetime
) -> tuple[list[PrintJob], str | None]:
    """With its cursor: jobs on the enterprise's certificates, and those it issued as agent.

    Of an agent's those that `contracts.access` allows by its live grants. What was only looked at
    is no print job.
    """
    code = asked.caller.enterprise_code
    own = _jobs(asked, now, _J.enterprise_code == code)
    as_agent = _jobs(
        asked, now, _J.issuer_code == code, ISSUED_BY_AGENT, or_(false(), *map(_covered, grants))
    )
    found = union_all(own, as_agent).subquery()
    rows = session.execute(
        select(found).order_by(found.c.issued_at.desc(), found.c.id.desc()).limit(asked.limit + 1)
    ).all()
    shown, next_cursor = cut(rows, asked.limit, lambda row: (row.issued_at, row.id))
    return [job_of(row) for row in shown], next_cursor


def _covered(grant: LiveGrant) -> ColumnElement[bool]:
    """As `contracts.access.grant_for` sees it."""
    return and_(_J.enterprise_code == grant.principal_code, _J.issued_at > grant.granted_at)


def _jobs(asked: ListPrintJobs, now: datetime, *whose: Any) -> Select[Any]:
    query = select(print_jobs).where(*whose, _J.kind != "preview", *_filters(asked, now))
    if asked.cursor is not None:
        before = read_cursor(asked.cursor, moment, UUID)
        query = query.where(tuple_(_J.issued_at, _J.id) < tuple_(*before))
    return query.order_by(_J.issued_at.desc(), _J.id.desc()).limit(asked.limit + 1)


def _filters(asked: ListPrintJobs, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    if asked.certificate_no is not None:
        conditions.append(_J.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.issuer_code is not None:
        conditions.append(_J.issuer_code == asked.issuer_code)
    if asked.state is not None:
        conditions.append(_is_in(asked.state, now))
    if asked.workstation is not None:
        conditions.append(_J.workstation == asked.workstation)
    if asked.issued_from is not None:
        conditions.append(_J.issued_at >= _morning(asked.issued_from))
    if asked.issued_to is not None:
        conditions.append(_J.issued_at < _morning(asked.issued_to) + timedelta(days=1))
    if asked.unanswered:
        conditions.append(UNANSWERED)
    return conditions


def _is_in(state: JobState, now: datetime) -> ColumnElement[bool]:
    """As `domain.print_jobs.as_of` sees it."""
    overdue = and_(_J.state.in_(states_from("expire")), _J.ticket_expires_at <= now)
    if state == state_after("expire"):
        return or_(_J.state == state, overdue)
    return and_(_J.state == state, not_(overdue))


def _morning(day: date) -> datetime:
    """When the day begins in China."""
    return datetime.combine(day, time.min, CHINA_TIME)
