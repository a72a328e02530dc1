"""`python -m services.print_svc.audit`: the whole ledger in the database against its signed heads.

Runs with the settings of print_svc. Exit status: 0 the ledger holds, 1 something was changed, 2 no
head was signed yet.
"""

import sys
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.database import make_engine
from chassis.settings import load
from services.print_svc import uses
from services.print_svc.domain.keys import PublicKeys
from services.print_svc.keyring import load_keys
from services.print_svc.ledger.chains import verify_chain
from services.print_svc.ledger.heads import SignedHead
from services.print_svc.ledger.rows import ChainTip, LedgerRow
from services.print_svc.settings import Settings
from services.print_svc.tables import ledger_heads, seal_uses

ROWS_AT_ONCE = 10_000


def main() -> int:
    settings = load(Settings)
    with Session(make_engine(settings.database_url, pool_size=1)) as session:
        return audit(session, load_keys(settings).statement_public)


def audit(session: Session, keys: PublicKeys) -> int:
    """Print each fault, or that there is none; answers the exit status.

    All heads count: one signed before the rows were rewritten tells what one signed later does not.
    """
    heads = list(_heads(session))
    if not heads:
        print("账本尚无签名链头。\nNo head of the ledger was signed yet.")
        return 2
    faults = verify_chain(_rows(session), heads, keys)
    for found in faults:
        print(f"[{found.code}] {found.said.zh}\n    {found.said.en}")
    if faults:
        print("账本不成立。\nThe ledger does not hold.")
        return 1
    length = max(head.tip.length for head in heads)
    print(
        f"账本成立：{length} 行，{len(heads)} 个签名链头。\n"
        f"The ledger holds: {length} rows under {len(heads)} signed heads."
    )
    return 0


def _heads(session: Session) -> Iterator[SignedHead]:
    """Read before the rows, so that every head finds the rows it counts."""
    for row in session.execute(select(ledger_heads).order_by(ledger_heads.c.length)):
        yield SignedHead(
            tip=ChainTip(row.length, row.row_hash),
            signed_at=row.signed_at,
            key_id=row.key_id,
            signature=row.signature,
        )


def _rows(session: Session) -> Iterator[LedgerRow]:
    """Some thousand at a time; a gap between positions is stepped over."""
    position = seal_uses.c.position
    after = 0
    while True:
        first = session.execute(select(func.min(position)).where(position > after)).scalar()
        if first is None:
            return
        after = first - 1 + ROWS_AT_ONCE
        yield from uses.rows_between(session, first - 1, after)


if __name__ == "__main__":
    sys.exit(main())
