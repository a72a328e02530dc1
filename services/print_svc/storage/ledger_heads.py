"""SQL of the signed heads of the seal-use ledger; a key is named by its id in hexadecimal."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from services.print_svc.ledger.heads import SignedHead
from services.print_svc.ledger.rows import ChainTip
from services.print_svc.tables import ledger_heads

_H: Final = ledger_heads.c


def keep(session: Session, head: SignedHead) -> None:
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


def greatest_length(session: Session, key_id: str) -> int:
    """Of the heads under this key; 0 without any."""
    longest = select(func.max(_H.length)).where(_H.key_id == key_id)
    return int(session.execute(longest).scalar() or 0)


def last_before(session: Session, position: int, key_id: str) -> SignedHead | None:
    """The last one under this key that does not count the row at `position`."""
    return _nearest(session, key_id, _H.length < position, _H.length.desc())


def first_at(session: Session, position: int, key_id: str) -> SignedHead | None:
    """The first one under this key that counts the row at `position`."""
    return _nearest(session, key_id, _H.length >= position, _H.length)


def all_heads(session: Session) -> list[SignedHead]:
    """Under whatever key, the shortest first."""
    return [_head(row) for row in session.execute(select(ledger_heads).order_by(_H.length))]


def _nearest(
    session: Session, key_id: str, condition: ColumnElement[bool], order: ColumnElement[Any]
) -> SignedHead | None:
    query = select(ledger_heads).where(condition, _H.key_id == key_id)
    row = session.execute(query.order_by(order, _H.signed_at).limit(1)).first()
    return _head(row) if row else None


def _head(row: Row[Any]) -> SignedHead:
    return SignedHead(
        tip=ChainTip(row.length, row.row_hash),
        signed_at=row.signed_at,
        key_id=row.key_id,
        signature=row.signature,
    )
