"""`python -m services.print_svc.audit`: the whole ledger in the database against its signed heads.

Runs with the settings of print_svc. Exit status: 0 the ledger holds, 1 something was changed, 2 no
head was signed yet.
"""

import sys

from chassis.database import Session, make_engine
from chassis.settings import load
from services.print_svc.documents.keyring import load_keys
from services.print_svc.domain.keys import PublicKeys
from services.print_svc.ledger.chains import verify_chain
from services.print_svc.settings import Settings
from services.print_svc.storage import ledger_heads, seal_uses


def main() -> int:
    settings = load(Settings)
    with Session(make_engine(settings.database_url, pool_size=1)) as session:
        return audit(session, load_keys(settings).statement_public)


def audit(session: Session, keys: PublicKeys) -> int:
    """Print each fault, or that there is none; answers the exit status.

    Heads are read before the rows, so that every head finds the rows it counts. All heads count:
    one signed before the rows were rewritten tells what one signed later does not.
    """
    heads = ledger_heads.all_heads(session)
    if not heads:
        print("台账尚无签名链头。\nNo head of the ledger was signed yet.")
        return 2
    faults = verify_chain(seal_uses.all_rows(session), heads, keys)
    for found in faults:
        print(f"[{found.code}] {found.said.zh}\n    {found.said.en}")
    if faults:
        print("台账不成立。\nThe ledger does not hold.")
        return 1
    length = max(head.tip.length for head in heads)
    print(
        f"台账成立：{length} 行，{len(heads)} 个签名链头。\n"
        f"The ledger holds: {length} rows under {len(heads)} signed heads."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
