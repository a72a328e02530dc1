"""The seal-use ledger in the database: appended under one lock, read to be proven."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.certificate_numbers import tidy_certificate_no
from contracts.printing import GetSealUseProof
from services.print_svc.domain.serials import SerialError, parse_serial
from services.print_svc.ledger.heads import SignedHead
from services.print_svc.ledger.rows import GENESIS, ChainTip, LedgerRow, SealUse, append, tip_of
from services.print_svc.tables import ledger_heads, seal_uses

_LEDGER_LOCK = 0x4F5055
SALT_BYTES = 16


def record(session: Session, uses: Iterable[SealUse]) -> None:
    """Append in the caller's transaction; appenders wait for one another until its end."""
    session.execute(select(func.pg_advisory_xact_lock(_LEDGER_LOCK)))
    tip = current_tip(session)
    for use in uses:
        salt = secrets.token_bytes(SALT_BYTES)
        row = append(tip, use, enterprise_row=_next_row(session, use.enterprise_code), salt=salt)
        session.execute(insert(seal_uses).values(_columns(row)))
        tip = tip_of(row)


def current_tip(session: Session) -> ChainTip:
    last = session.execute(
        select(seal_uses.c.position, seal_uses.c.row_hash)
        .order_by(seal_uses.c.position.desc())
        .limit(1)
    ).first()
    return ChainTip(last.position, last.row_hash) if last else GENESIS


def rows_between(session: Session, after: int, up_to: int) -> Iterator[LedgerRow]:
    """Fetched now, and made into ledger rows where they are used, be it another thread."""
    found = session.execute(
        select(seal_uses)
        .where(seal_uses.c.position > after, seal_uses.c.position <= up_to)
        .order_by(seal_uses.c.position)
    )
    return map(_row, found.all())


def first_and_last(session: Session, asked: GetSealUseProof) -> tuple[int, int] | None:
    """The positions between which the uses asked for lie; None without any."""
    conditions = [seal_uses.c.enterprise_code == asked.caller.enterprise_code]
    if asked.certificate_no is not None:
        conditions.append(seal_uses.c.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.print_serial is not None:
        conditions.append(seal_uses.c.print_serial == _serial(asked.print_serial))
    uses = select(seal_uses.c.position).where(*conditions).limit(1)
    row = seal_uses.c.enterprise_row
    first = session.execute(uses.order_by(row)).scalar()
    last = session.execute(uses.order_by(row.desc())).scalar()
    return None if first is None or last is None else (first, last)


def keep_head(session: Session, head: SignedHead) -> None:
    """The same head signed twice at once is one."""
    session.execute(
        upsert(ledger_heads)
        .values(
            length=head.tip.length,
            row_hash=head.tip.row_hash,
            signed_at=head.signed_at,
            key_id=head.key_id,
            signature=head.signature,
        )
        .on_conflict_do_nothing()
    )


def last_head_length(session: Session, key: str) -> int:
    """Of the heads under this key, named by its id in hexadecimal; 0 without any."""
    longest = select(func.max(ledger_heads.c.length)).where(ledger_heads.c.key_id == key)
    return int(session.execute(longest).scalar() or 0)


def head_before(session: Session, position: int, key: str) -> SignedHead | None:
    """The last one under this key that does not count the row at `position`."""
    length = ledger_heads.c.length
    return _head(session, length < position, key, length.desc())


def head_at(session: Session, position: int, key: str) -> SignedHead | None:
    """The first one under this key that counts the row at `position`."""
    length = ledger_heads.c.length
    return _head(session, length >= position, key, length)


def _head(
    session: Session, condition: ColumnElement[bool], key: str, nearest: ColumnElement[Any]
) -> SignedHead | None:
    query = select(ledger_heads).where(condition, ledger_heads.c.key_id == key)
    row = session.execute(query.order_by(nearest, ledger_heads.c.signed_at).limit(1)).first()
    if row is None:
        return None
    return SignedHead(
        tip=ChainTip(row.length, row.row_hash),
        signed_at=row.signed_at,
        key_id=row.key_id,
        signature=row.signature,
    )


def _serial(typed: str) -> str:
    """What is no serial stands on no row."""
    try:
        return parse_serial(typed)
    except SerialError:
        return ""


def _next_row(session: Session, enterprise_code: str) -> int:
    last = session.execute(
        select(func.max(seal_uses.c.enterprise_row)).where(
            seal_uses.c.enterprise_code == enterprise_code
        )
    ).scalar()
    return int(last or 0) + 1


def _columns(row: LedgerRow) -> dict[str, Any]:
    columns = asdict(row)
    use: dict[str, Any] = columns.pop("use")
    return columns | use


def _row(row: Row[Any]) -> LedgerRow:
    fields = dict(row._mapping)  # noqa: SLF001
    use = {name: fields.pop(name) for name in SealUse.__dataclass_fields__}
    return LedgerRow(**fields, use=SealUse(**use))
