"""SQL of the seal-use ledger: appended under one lock, read to be listed and to be proven."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, insert, select

from chassis.cursors import cut, read_cursor
from chassis.database import Session
from contracts.certificate_numbers import tidy_certificate_no
from contracts.china_time import CHINA_TIME
from contracts.seal_uses import GetSealUseProof, ListSealUses
from services.print_svc.domain.serials import SerialError, parse_serial
from services.print_svc.ledger import rows as ledger
from services.print_svc.ledger.rows import GENESIS, ChainTip, LedgerRow, SealUse, tip_of
from services.print_svc.tables import seal_uses

ROWS_AT_ONCE: Final = 10_000
_U: Final = seal_uses.c
_LEDGER_LOCK: Final = 0x4F5055
_SALT_BYTES: Final = 16
_ROW_NUMBER_LIMIT: Final = 2**63


def append(session: Session, uses: Iterable[SealUse]) -> None:
    """In the caller's transaction; appenders wait for one another until its end."""
    session.execute(select(func.pg_advisory_xact_lock(_LEDGER_LOCK)))
    tip = current_tip(session)
    for use in uses:
        salt = secrets.token_bytes(_SALT_BYTES)
        number = _next_row(session, use.enterprise_code)
        row = ledger.append(tip, use, enterprise_row=number, salt=salt)
        session.execute(insert(seal_uses).values(_columns(row)))
        tip = tip_of(row)


def current_tip(session: Session) -> ChainTip:
    last = session.execute(
        select(_U.position, _U.row_hash).order_by(_U.position.desc()).limit(1)
    ).first()
    return ChainTip(last.position, last.row_hash) if last else GENESIS


def rows_between(session: Session, after: int, up_to: int) -> Iterator[LedgerRow]:
    """Fetched now, and made into ledger rows where they are used, be it another thread."""
    found = session.execute(
        select(seal_uses).where(_U.position > after, _U.position <= up_to).order_by(_U.position)
    )
    return map(_row, found.all())


def all_rows(session: Session) -> Iterator[LedgerRow]:
    """Some thousand at a time; a gap between positions is stepped over."""
    after = 0
    while True:
        first = session.execute(select(func.min(_U.position)).where(_U.position > after)).scalar()
        if first is None:
            return
        after = first - 1 + ROWS_AT_ONCE
        yield from rows_between(session, first - 1, after)


def first_and_last(session: Session, asked: GetSealUseProof) -> tuple[int, int] | None:
    """The positions between which the uses asked for lie; None without any."""
    conditions = [_U.enterprise_code == asked.caller.enterprise_code]
    if asked.certificate_no is not None:
        conditions.append(_U.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.print_serial is not None:
        conditions.append(_U.print_serial == _serial(asked.print_serial))
    positions = select(_U.position).where(*conditions).limit(1)
    first = session.execute(positions.order_by(_U.enterprise_row)).scalar()
    last = session.execute(positions.order_by(_U.enterprise_row.desc())).scalar()
    return None if first is None or last is None else (first, last)


def page(session: Session, asked: ListSealUses) -> tuple[list[LedgerRow], str | None]:
    """With its cursor, the newest first.

    By the count of the enterprise's own rows, which rises with their place in the ledger.
    """
    query = select(seal_uses).where(*_matching(asked))
    if asked.cursor is not None:
        [before] = read_cursor(asked.cursor, _row_number)
        query = query.where(_U.enterprise_row < before)
    rows = session.execute(query.order_by(_U.enterprise_row.desc()).limit(asked.limit + 1)).all()
    shown, next_cursor = cut(rows, asked.limit, lambda row: (row.enterprise_row,))
    return [_row(row) for row in shown], next_cursor


def _matching(asked: ListSealUses) -> list[ColumnElement[bool]]:
    found = [_U.enterprise_code == asked.caller.enterprise_code]
    if asked.certificate_no is not None:
        found.append(_U.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.seal_id is not None:
        found.append(_U.seal_id == asked.seal_id)
    if asked.from_day is not None:
        found.append(_U.used_at >= _morning(asked.from_day))
    if asked.to_day is not None:
        found.append(_U.used_at < _morning(asked.to_day) + timedelta(days=1))
    return found


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA_TIME)


def _row_number(text: str) -> int:
    """Raise ValueError for a number that no row can have."""
    number = int(text)
    if not 0 < number < _ROW_NUMBER_LIMIT:
        raise ValueError("no row number")
    return number


def _serial(typed: str) -> str:
    """What is no serial stands on no row."""
    try:
        return parse_serial(typed)
    except SerialError:
        return ""


def _next_row(session: Session, enterprise_code: str) -> int:
    last = session.execute(
        select(func.max(_U.enterprise_row)).where(_U.enterprise_code == enterprise_code)
    ).scalar()
    return int(last or 0) + 1


def _columns(row: LedgerRow) -> dict[str, Any]:
    columns = asdict(row)
    use: dict[str, Any] = columns.pop("use")
    return columns | use


def _row(row: Row[Any]) -> LedgerRow:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    use = {name: fields.pop(name) for name in SealUse.__dataclass_fields__}
    return LedgerRow(**fields, use=SealUse(**use))
