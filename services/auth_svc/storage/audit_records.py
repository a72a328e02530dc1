"""SQL of the audit trail: appended under the lock of a chain's head, listed and read whole."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, union
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.cursors import cut, read_cursor
from contracts.audit import AuditConditions, ListAuditRecords
from contracts.china_time import CHINA_TIME
from contracts.recorded import DONE
from services.auth_svc.audit_tables import audit_heads, audit_records
from services.auth_svc.domain.audit_records import AuditRow, Head
from services.auth_svc.tables import api_tokens, cards, operators

ROWS_AT_ONCE: Final = 200
REFUSED: Final = "refused"
_R: Final = audit_records.c
_POSITIONS: Final = 2**62


def hold_head(session: Session, enterprise_code: str) -> Head:
    """Whoever appends to this chain waits for the one before."""
    new = {"enterprise_code": enterprise_code, **_BEGUN}
    session.execute(upsert(audit_heads).values(new).on_conflict_do_nothing())
    held = select(audit_heads).filter_by(enterprise_code=enterprise_code).with_for_update()
    return Head(**session.execute(held).mappings().one())


def put_head(session: Session, head: Head) -> None:
    row = asdict(head)
    session.execute(
        audit_heads.update().filter_by(enterprise_code=row.pop("enterprise_code")).values(row)
    )


def append(session: Session, rows: Sequence[AuditRow]) -> None:
    session.execute(insert(audit_records), [_columns(row) for row in rows])


def name_of(session: Session, operator_id: UUID) -> str | None:
    """Of a person or of an API token."""
    people = select(operators.c.name).filter_by(id=operator_id)
    tokens = select(api_tokens.c.name).filter_by(id=operator_id)
    name: str | None = session.execute(people.union_all(tokens)).scalars().first()
    return name


def card_of(session: Session, operator_id: UUID, role: str, at: datetime) -> str | None:
    """The serial number of the card that counted then: the next one to be replaced."""
    counted = cards.c.replaced_at.is_(None) | (cards.c.replaced_at > at)
    query = select(cards.c.serial_number).filter_by(operator_id=operator_id, role=role)
    ordered = query.where(counted).order_by(cards.c.replaced_at.asc().nulls_last()).limit(1)
    serial: str | None = session.execute(ordered).scalar()
    return serial


def page(session: Session, asked: ListAuditRecords) -> tuple[Sequence[AuditRow], str | None]:
    """Of the caller's enterprise, newest first, with the cursor of the next page."""
    query = select(audit_records).where(*_matching(asked.caller.enterprise_code, asked))
    if asked.cursor is not None:
        [before] = read_cursor(asked.cursor, _position)
        query = query.where(_R.position < before)
    rows = session.execute(query.order_by(_R.position.desc()).limit(asked.limit + 1)).mappings()
    shown, cursor = cut([_row(row) for row in rows], asked.limit, lambda row: (row.position,))
    return shown, cursor


def are_more_than(
    session: Session, enterprise_code: str, asked: AuditConditions, count: int
) -> bool:
    query = select(_R.position).where(*_matching(enterprise_code, asked))
    return session.execute(query.limit(1).offset(count)).first() is not None


def read(
    session: Session, enterprise_code: str, asked: AuditConditions, most: int
) -> Iterator[list[AuditRow]]:
    """Oldest first, at most so many, some at a time."""
    query = select(audit_records).where(*_matching(enterprise_code, asked))
    ordered = query.order_by(_R.position).limit(most)
    streamed = session.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE)).mappings()
    return ([_row(row) for row in rows] for rows in streamed.partitions())


def all_rows(session: Session, enterprise_code: str) -> Iterator[AuditRow]:
    query = select(audit_records).filter_by(enterprise_code=enterprise_code)
    streamed = query.order_by(_R.position).execution_options(yield_per=ROWS_AT_ONCE)
    for row in session.execute(streamed).mappings():
        yield _row(row)


def all_heads(session: Session) -> dict[str, Head | None]:
    """By enterprise; None where a chain has lost its head."""
    heads = {row["enterprise_code"]: Head(**row) for row in session.execute(_HEADS).mappings()}
    return {code: heads.get(code) for code in session.execute(_CODES).scalars()}


_HEADS: Final = select(audit_heads)
_CODES: Final = union(
    select(audit_heads.c.enterprise_code), select(_R.enterprise_code).distinct()
).order_by("enterprise_code")
_BEGUN: Final = {"length": 0, "row_hash": Head("").row_hash}


def _matching(enterprise_code: str, asked: AuditConditions) -> list[ColumnElement[bool]]:
    found = [_R.enterprise_code == enterprise_code]
    if asked.from_day is not None:
        found.append(_R.at >= _morning(asked.from_day))
    if asked.to_day is not None:
        found.append(_R.at < _morning(asked.to_day) + timedelta(days=1))
    if asked.outcome == REFUSED:
        found.append(_R.outcome != DONE)
    elif asked.outcome is not None:
        found.append(_R.outcome == asked.outcome)
    wanted = ((column, getattr(asked, name)) for name, column in _EQUAL.items())
    return found + [column == value for column, value in wanted if value is not None]


_EQUAL: Final = {
    "action": _R.action,
    "operator_id": _R.operator_id,
    "address": _R.told["address"].astext,
    "card_serial": _R.told["card_serial"].astext,
}
"""Conditions that one field of a record meets by being the same."""


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA_TIME).astimezone(UTC)


def _position(text: str) -> int:
    """Raise ValueError for what no row can have."""
    if not 0 < int(text) < _POSITIONS:
        raise ValueError("no position")
    return int(text)


def _columns(row: AuditRow) -> dict[str, Any]:
    told = row.told
    return asdict(row) | {
        "at": datetime.fromisoformat(told["at"]),
        "action": told["action"],
        "outcome": told["outcome"],
        "operator_id": told.get("operator_id"),
    }


def _row(row: Any) -> AuditRow:
    return AuditRow(**{name: row[name] for name in AuditRow.__dataclass_fields__})
