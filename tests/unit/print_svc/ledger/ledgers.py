"""Ledgers to tamper with."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.print_svc.domain.keys import public_keys
from services.print_svc.domain.serials import make_serial
from services.print_svc.ledger.heads import sign_head
from services.print_svc.ledger.rows import GENESIS, SealUse, append, tip_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = public_keys([KEY.public_key()])
NOW = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
OURS, THEIRS = "91330200MA2AAAAA0X", "91310000MA1BBBBB0Y"


def seal_use(number, enterprise_code=OURS, **changes):
    fields = {
        "certificate_no": f"A26470ZC2110{number:04}",
        "print_serial": make_serial(sequence=number, entropy=number),
        "part": "original",
        "enterprise_code": enterprise_code,
        "operator_id": UUID(int=7),
        "used_at": NOW + timedelta(seconds=number),
        "seal_id": UUID(int=9),
        "seal_sha256": hashlib.sha256(b"cut-out").hexdigest(),
    }
    return SealUse(**fields | changes)


def ledger(enterprises=(OURS, THEIRS, OURS, THEIRS, THEIRS, OURS), start=GENESIS):
    rows, tip, counted = [], start, {}
    for number, enterprise in enumerate(enterprises, 1):
        counted[enterprise] = counted.get(enterprise, 0) + 1
        salt = hashlib.sha256(b"salt %d" % number).digest()[:16]
        use = seal_use(number, enterprise)
        rows.append(append(tip, use, enterprise_row=counted[enterprise], salt=salt))
        tip = tip_of(rows[-1])
    return rows


def head_of(rows, key=KEY):
    return sign_head(tip_of(rows[-1]), key, signed_at=NOW)
