"""`python -m services.auth_svc.verify_audit_trail`: every chain of the audit trail (操作日志).

Runs with the settings of auth_svc. Exit status: 0 all chains hold, 1 something was changed.
"""

import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chassis.assertions import key_id
from chassis.database import Session, make_engine
from chassis.settings import NamedKeys, load
from contracts.audit import SERVICE
from services.auth_svc.domain.audit_records import faults
from services.auth_svc.settings import Settings
from services.auth_svc.storage import audit_records


def main() -> int:
    settings = load(Settings)
    with Session(make_engine(settings.database_url, pool_size=1)) as session:
        return verify(session, settings.caller_keys)


def verify(session: Session, caller_keys: NamedKeys) -> int:
    """Print each fault, or that there is none; answers the exit status.

    All in one snapshot, so that what is appended meanwhile is no fault.
    """
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    keys = dict(_key(raw) for owner, raw in caller_keys if owner == SERVICE)
    wrong, chains = 0, audit_records.all_heads(session)
    for code, head in chains.items():
        for found in faults(audit_records.all_rows(session, code), head, keys):
            wrong += 1
            print(f"{code} [{found.code}] {found.said.zh}\n    {found.said.en}")
    if wrong:
        print("操作日志不成立。\nThe audit trail does not hold.")
        return 1
    length = sum(head.length for head in chains.values() if head)
    print(
        f"操作日志成立：{len(chains)} 条链，{length} 条记录。\n"
        f"The audit trail holds: {length} records in {len(chains)} chains."
    )
    return 0


def _key(raw: bytes) -> tuple[str, Ed25519PublicKey]:
    key = Ed25519PublicKey.from_public_bytes(raw)
    return key_id(SERVICE, key), key


if __name__ == "__main__":
    sys.exit(main())
