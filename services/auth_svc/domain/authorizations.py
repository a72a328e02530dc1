"""Authorizing seal and signatures at customs: what is sent, and what its receipt makes of it.

waiting -- all of it reads 接收成功 --> accepted
        -- anything else -----------> rejected
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.authorization import ReceiptItem
from contracts.errors import Refused
from contracts.seal_authority import Authority, Problems
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, StampKind
from services.auth_svc.domain.stamps import Stamp, StampState, validity_of


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

    @property
    def sent_ids(self) -> frozenset[UUID]:
        """Of the seal and the signatures."""
        return frozenset({self.seal.seal_id, *(one.signature_id for one in self.signatures)})


def problems_of(
    stamps: Iterable[Stamp], filed_id_numbers: Container[str], *, now: datetime
) -> Problems:
    """What stops 授权; nothing once a valid seal and filed signatures are chosen (R22-R30)."""
    seals, signatures = _defaults(stamps)
    problems: dict[str, Mapping[str, Any]] = {}
    if not seals or not signatures:
        problems["authorization.nothing_to_send"] = {}
    for seal in seals:
        problems |= validity_of(seal, now=now)
    if any(
        (signature.declarer_id_number or "") not in filed_id_numbers for signature in signatures
    ):
        problems["authorization.signature_mismatch"] = {}
    return problems


def requested(
    authorization_id: UUID,
    stamps: Collection[Stamp],
    filed_id_numbers: Container[str],
    *,
    now: datetime,
    receipt_delay: timedelta,
) -> Authorization:
    """The defaults as sent now; Refused with the first thing that is missing (R28, R30)."""
    for code, details in problems_of(stamps, filed_id_numbers, now=now).items():
        raise Refused(code, dict(details))
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
    all_accepted = authorization.sent_ids <= accepted - rejected
    state = AFTER_RECEIPT.get((authorization.state, all_accepted))
    if state is None:
        return authorization
    return replace(authorization, state=state, received_at=received_at, items=tuple(items))


def authority_of(
    newest_accepted: Authorization | None, ended: AbstractSet[UUID]
) -> Authority | None:
    """What `contracts.seal_authority` decides by; `ended` are disabled or deleted stamps."""
    if newest_accepted is None:
        return None
    return Authority(newest_accepted.seal, newest_accepted.signatures, frozenset(ended))


def _defaults(stamps: Iterable[Stamp]) -> tuple[list[Stamp], list[Stamp]]:
    """Seals and signatures; the database allows one default seal."""
    chosen = [one for one in stamps if one.is_default and one.state is StampState.ACTIVE]
    seals = [stamp for stamp in chosen if stamp.kind is StampKind.SEAL]
    signatures = [stamp for stamp in chosen if stamp.kind is StampKind.SIGNATURE]
    return seals, signatures


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
