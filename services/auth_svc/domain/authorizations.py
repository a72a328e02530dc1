"""Authorizing seal and signatures at customs: what is sent, and what its receipt makes of it.

waiting -- all of it reads 接收成功 --> accepted
        -- anything else -----------> rejected
"""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.authorization import ReceiptItem
from contracts.errors import Refused
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, StampKind
from services.auth_svc.domain.stamps import Stamp, StampState


class AuthorizationState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


AFTER_RECEIPT = {
    (AuthorizationState.WAITING, True): AuthorizationState.ACCEPTED,
    (AuthorizationState.WAITING, False): AuthorizationState.REJECTED,
}
"""By the state before it and whether all that was sent is accepted; else the first one stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """What was sent to customs when 授权 was pressed, and the receipt (R30-R34)."""

    id: UUID
    enterprise_code: str
    state: AuthorizationState = AuthorizationState.WAITING
    requested_at: datetime
    receipt_due_at: datetime
    seal: AuthorizedSeal
    signatures: tuple[AuthorizedSignature, ...]
    received_at: datetime | None = None
    items: tuple[ReceiptItem, ...] = ()


def problems_of(
    stamps: Iterable[Stamp], filed_id_numbers: Container[str], *, now: datetime
) -> tuple[str, ...]:
    """Error codes that stop 授权; none when a valid seal and filed signatures are chosen (R30)."""
    seals, signatures = _defaults(stamps)
    problems = []
    if not seals or not signatures or _is_over(seals[0], now):
        problems.append("authorization.nothing_to_send")
    if any(
        (signature.declarer_id_number or "") not in filed_id_numbers for signature in signatures
    ):
        problems.append("authorization.signature_mismatch")
    return tuple(problems)


def requested(
    authorization_id: UUID,
    stamps: Collection[Stamp],
    filed_id_numbers: Container[str],
    *,
    now: datetime,
    receipt_delay: timedelta,
) -> Authorization:
    """The defaults as sent now; Refused with the first thing that is missing (R28, R30)."""
    if problems := problems_of(stamps, filed_id_numbers, now=now):
        raise Refused(problems[0])
    [seal], signatures = _defaults(stamps)
    return Authorization(
        id=authorization_id,
        enterprise_code=seal.enterprise_code,
        requested_at=now,
        receipt_due_at=now + receipt_delay,
        seal=_as_sent(seal),
        signatures=tuple(_signature_as_sent(signature) for signature in signatures),
    )


def with_receipt(
    authorization: Authorization, items: Sequence[ReceiptItem], received_at: datetime
) -> Authorization:
    """Accepted only when every seal and signature sent reads 接收成功 (R34)."""
    accepted = {item.stamp_id for item in items if item.accepted}
    rejected = {item.stamp_id for item in items if not item.accepted}
    sent = {authorization.seal.seal_id, *(one.signature_id for one in authorization.signatures)}
    state = AFTER_RECEIPT.get((authorization.state, sent <= accepted - rejected))
    if state is None:
        return authorization
    return replace(authorization, state=state, received_at=received_at, items=tuple(items))


def signatures_in_force(
    authorization: Authorization, active: Container[UUID], *, newer_accepted: bool
) -> tuple[AuthorizedSignature, ...]:
    """Those that may be used with the seal from now on; with any, the switch opens (R35).

    None unless accepted, when a newer authorization is in force already, or when the seal was
    disabled meanwhile (R26).
    """
    if authorization.state is not AuthorizationState.ACCEPTED or newer_accepted:
        return ()
    if authorization.seal.seal_id not in active:
        return ()
    return tuple(one for one in authorization.signatures if one.signature_id in active)


def _defaults(stamps: Iterable[Stamp]) -> tuple[list[Stamp], list[Stamp]]:
    """Seals and signatures; the database allows one default seal."""
    chosen = [one for one in stamps if one.is_default and one.state is StampState.ACTIVE]
    seals = [stamp for stamp in chosen if stamp.kind is StampKind.SEAL]
    signatures = [stamp for stamp in chosen if stamp.kind is StampKind.SIGNATURE]
    return seals, signatures


def _is_over(seal: Stamp, now: datetime) -> bool:
    return seal.valid_to is not None and seal.valid_to <= now


def _as_sent(seal: Stamp) -> AuthorizedSeal:
    return AuthorizedSeal(
        seal_id=seal.id,
        cutout=ObjectRef(key=seal.cutout_key, sha256=seal.cutout_sha256),
        width_mm=seal.width_mm,
        height_mm=seal.height_mm,
        valid_from=seal.valid_from,
        valid_to=seal.valid_to,
    )


def _signature_as_sent(signature: Stamp) -> AuthorizedSignature:
    return AuthorizedSignature(
        signature_id=signature.id,
        declarer_id_number=signature.declarer_id_number,
        declarer_name=signature.name,
        cutout=ObjectRef(key=signature.cutout_key, sha256=signature.cutout_sha256),
        width_mm=signature.width_mm,
        height_mm=signature.height_mm,
    )
