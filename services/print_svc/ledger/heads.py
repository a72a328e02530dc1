"""Signed heads: the ledger's length and last hash at a moment, under the service's key."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import AwareDatetime, StringConstraints

from services.print_svc.domain.canonical import Json, canonical_json
from services.print_svc.domain.keys import PublicKeys, is_signed, key_id
from services.print_svc.ledger.faults import Fault, fault
from services.print_svc.ledger.rows import STRICT, ChainTip

PURPOSE = b"originprint ledger head\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """`key_id` and `signature` in hexadecimal; Ed25519 over the other fields."""

    __pydantic_config__ = STRICT

    tip: ChainTip
    signed_at: AwareDatetime
    key_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


def sign_head(tip: ChainTip, key: Ed25519PrivateKey, *, signed_at: datetime) -> SignedHead:
    """Ed25519 (RFC 8032) over a purpose, a zero byte and the canonical JSON of the other fields."""
    return SignedHead(
        tip=tip,
        signed_at=signed_at,
        key_id=key_id(key.public_key()).hex(),
        signature=key.sign(_message(tip, signed_at)).hex(),
    )


def head_faults(head: SignedHead, keys: PublicKeys) -> list[Fault]:
    """One fault for a head of an unknown key or with a wrong signature; else none."""
    key = keys.get(bytes.fromhex(head.key_id))
    if key is None:
        return [fault("ledger.key_unknown", head.tip.length, key_id=head.key_id)]
    message = _message(head.tip, head.signed_at)
    if not is_signed(key, bytes.fromhex(head.signature), message):
        return [fault("ledger.head_forged", head.tip.length)]
    return []


def head_fields(head: SignedHead) -> dict[str, Json]:
    """As proofs show it; times in UTC with microseconds."""
    return {
        "tip": _tip_fields(head.tip),
        "signed_at": _instant(head.signed_at),
        "key_id": head.key_id,
        "signature": head.signature,
    }


def _message(tip: ChainTip, signed_at: datetime) -> bytes:
    return PURPOSE + canonical_json({"tip": _tip_fields(tip), "signed_at": _instant(signed_at)})


def _tip_fields(tip: ChainTip) -> dict[str, Json]:
    return {"length": tip.length, "row_hash": tip.row_hash}


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
