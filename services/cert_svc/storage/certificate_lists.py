"""The certificate list: keyset pages over indexes, newest issue date first (R51)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, exists, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from chassis.cursors import cut, read_cursor
from contracts.certificate_numbers import tidy_certificate_no
from contracts.certificates import ListCertificates
from services.cert_svc.storage.agent_grants import is_agent
from services.cert_svc.storage.certificates import Stored, stored
from services.cert_svc.tables import agent_grants, certificates

_C: Final = certificates.c
_NEWEST: Final = (_C.issue_date.desc(), _C.certificate_no.desc())

_FILTERS: Final[dict[str, Callable[[Any], ColumnElement[bool]]]] = {
    "certificate_no": lambda typed: _C.certificate_no == tidy_certificate_no(typed),
    "type_id": lambda type_id: _C.type_id == type_id,
    "destination": lambda destination: _C.destination == destination,
    "declarer_name": lambda name: _C.declarer_name == name.strip(),
    "issued_from": lambda day: _C.issue_date >= day,
    "issued_to": lambda day: _C.issue_date <= day,
    "layout_status": lambda status: _C.layout_status == status.value,
    "print_status": lambda status: _C.print_status == status,
    "archived": lambda archived: _C.archived if archived else ~_C.archived,
}


@dataclass(frozen=True, slots=True)
class Page:
    certificates: tuple[Stored, ...]
    next_cursor: str | None


def find_page(session: Session, asked: ListCertificates) -> Page:
    """What the caller's enterprise owns, and what its principals let it print."""
    both = _own_and_granted(session, asked)
    merged = union_all(*(each.order_by(*_NEWEST).limit(asked.limit + 1) for each in both))
    found = merged.subquery()
    rows = session.execute(
        select(found)
        .order_by(found.c.issue_date.desc(), found.c.certificate_no.desc())
        .limit(asked.limit + 1)
    ).all()
    page, next_cursor = cut(rows, asked.limit, lambda row: (row.issue_date, row.certificate_no))
    return Page(tuple(stored(row) for row in page), next_cursor)


def read_all(
    session: Session, asked: ListCertificates, columns: Sequence[str], batch: int
) -> Iterator[Sequence[Row[Any]]]:
    """The whole list, these columns of it, in batches; in constant memory, in the list's order."""
    chosen = [_C[name] for name in dict.fromkeys(("issue_date", "certificate_no", *columns))]
    both = (each.with_only_columns(*chosen) for each in _own_and_granted(session, asked))
    found = union_all(*both).subquery()
    query = select(found).order_by(found.c.issue_date.desc(), found.c.certificate_no.desc())
    yield from session.execute(query.execution_options(yield_per=batch)).partitions()


def count(session: Session, asked: ListCertificates) -> int:
    """How many rows the whole list has."""
    both = (each.with_only_columns(_C.certificate_no) for each in _own_and_granted(session, asked))
    found = union_all(*both).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()


def _own_and_granted(session: Session, asked: ListCertificates) -> list[Select[Any]]:
    enterprise_code = asked.caller.enterprise_code
    both = [_matching(asked).where(_C.enterprise_code == enterprise_code)]
    if is_agent(session, enterprise_code):
        both.append(_matching(asked).where(*_granted_to(enterprise_code)))
    return both


def _matching(asked: ListCertificates) -> Select[Any]:
    given = {name: getattr(asked, name) for name in _FILTERS}
    conditions = [_FILTERS[name](value) for name, value in given.items() if value is not None]
    if asked.cursor is not None:
        before = read_cursor(asked.cursor, date.fromisoformat, tidy_certificate_no)
        conditions.append(tuple_(_C.issue_date, _C.certificate_no) < tuple_(*before))
    return select(certificates).where(_C.listed, *conditions)


def _granted_to(agent_code: str) -> tuple[ColumnElement[bool], ...]:
    """A live grant that was given before the approval (R39)."""
    granted = exists().where(
        agent_grants.c.principal_code == _C.enterprise_code,
        agent_grants.c.agent_code == agent_code,
        agent_grants.c.revoked_at.is_(None),
        agent_grants.c.granted_at < _C.approved_at,
    )
    return (_C.agent_code == agent_code, granted)
