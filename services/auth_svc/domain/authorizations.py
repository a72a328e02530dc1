"""Authorizing seal and signatures: what may be sent, and what a receipt makes of it (R28-R36)."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.authorization import ReceiptItem
from contracts.values import AuthorizedSeal, AuthorizedSignature, StampKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A seal or signature as seal_svc announced it."""

    id: UUID
    kind: StampKind
    name: str
    state: str
    is_default: bool
    cutout_key: str
    cutout_sha256: str
    width_mm: float
    height_mm: float
    declarer_id_number: str | None = field(default=None, repr=False)
    valid_from: datetime | None = None
    valid_to: datetime | None = None


STAMP_RANK = {"active": 0, "disabled": 1, "deleted": 2}
"""A state never goes back, whatever order the events come in."""


def problems_of(
    stamps: Iterable[Stamp], filed_id_numbers: Container[str], *, now: datetime
) -> tuple[str, ...]:
    """Error codes that stop 授权; none when a valid seal and filed signatures are chosen (R30)."""
    defaults = [stamp for stamp in stamps if stamp.is_default and stamp.state == "active"]
    seals = [stamp for stamp in defaults if stamp.kind is StampKind.SEAL]
    signatures = [stamp for stamp in defaults if stamp.kind is StampKind.SIGNATURE]
    problems = []
    if not seals or not signatures or _is_over(seals[0], now):
        problems.append("authorization.nothing_to_send")
    if any(
        (signature.declarer_id_number or "") not in filed_id_numbers for signature in signatures
    ):
        problems.append("authorization.signature_mismatch")
    return tuple(problems)


def _is_over(seal: Stamp, now: datetime) -> bool:
    return seal.valid_to is not None and seal.valid_to <= now


def state_after(items: Sequence[ReceiptItem], sent: frozenset[UUID]) -> str:
    """`accepted` only when every seal and signature sent reads 接收成功 (R34)."""
    accepted = {item.stamp_id for item in items if item.accepted}
    rejected = {item.stamp_id for item in items if not item.accepted}
    return "accepted" if sent <= accepted - rejected else "rejected"


def still_usable(
    seal: AuthorizedSeal, signatures: Iterable[AuthorizedSignature], active: Container[UUID]
) -> tuple[AuthorizedSignature, ...]:
    """The signatures that may be used with the seal; none when it was disabled meanwhile (R26)."""
    if seal.seal_id not in active:
        return ()
    return tuple(signature for signature in signatures if signature.signature_id in active)


def countdown(receipt_due_at: datetime, *, now: datetime) -> int:
    """Whole seconds until the receipt is due; 0 afterwards (R32)."""
    return max(0, round((receipt_due_at - now).total_seconds()))
