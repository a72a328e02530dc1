"""Cards that were shown: of each person one card of a role counts, until it is replaced (R4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused
from services.auth_svc.domain.cards import LEGAL_PERSON, Card


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCard:
    """One card of one person; once replaced or revoked it stays so."""

    fingerprint: str
    operator_id: UUID
    role: str
    authority_fingerprint: str | None
    serial_number: str | None
    valid_from: datetime
    valid_to: datetime
    replaced_at: datetime | None = None
    revoked_at: datetime | None = None


def known(card: Card, operator_id: UUID) -> KnownCard:
    """As it is put down when it is shown."""
    return KnownCard(
        fingerprint=card.fingerprint,
        operator_id=operator_id,
        role=card.role,
        authority_fingerprint=card.issuers[0].fingerprint,
        serial_number=card.issuers[0].serial_number,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
    )


def replaced_by(card: Card, earlier: Iterable[KnownCard]) -> list[KnownCard]:
    """The person's cards that are void once this one is shown.

    Of two of equal date the one shown last counts, and the other one never again. Refused for a
    card that was revoked or replaced itself, or is older than one that counts.
    """
    same_role = [one for one in earlier if one.role == card.role]
    own = [one for one in same_role if one.fingerprint == card.fingerprint]
    counting = [one for one in same_role if one not in own and one.replaced_at is None]
    for one in own:
        check_not_void(one)
    if any(card.valid_from < one.valid_from for one in counting):
        raise Refused("card.replaced")
    return counting


def check_counts(card: KnownCard | None, *, now: datetime) -> KnownCard:
    """The card whose signature is shown; Refused when it is over, replaced or revoked."""
    if card is None or card.role != LEGAL_PERSON:
        raise Refused("card.wrong_signature")
    check_not_void(card)
    if not card.valid_from <= now <= card.valid_to:
        raise Refused("card.not_valid_now")
    return card


def check_not_void(card: KnownCard | None) -> None:
    """Raise Refused for a card that was revoked or replaced."""
    if card is not None and card.revoked_at is not None:
        raise Refused("card.revoked")
    if card is not None and card.replaced_at is not None:
        raise Refused("card.replaced")
