"""The seal-use ledger in the database: appended under one lock, read by enterprise, proven."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.printing import SealUseView
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


def rows_up_to(session: Session, length: int) -> list[LedgerRow]:
    found = session.execute(
        select(seal_uses).where(seal_uses.c.position <= length).order_by(seal_uses.c.position)
    )
    return [_row(row) for row in found]


def of_enterprise(
    session: Session, enterprise_code: str, certificate_no: str | None, limit: int = 500
) -> Sequence[SealUseView]:
    """The newest first."""
    query = select(seal_uses).where(seal_uses.c.enterprise_code == enterprise_code)
    if certificate_no is not None:
        query = query.where(seal_uses.c.certificate_no == certificate_no)
    found = session.execute(query.order_by(seal_uses.c.position.desc()).limit(limit))
    return [SealUseView.model_validate(dict(row._mapping)) for row in found]  # noqa: SLF001


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


def last_head_length(session: Session) -> int:
    return int(session.execute(select(func.max(ledger_heads.c.length))).scalar() or 0)


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
