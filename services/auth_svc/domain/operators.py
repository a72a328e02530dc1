"""People of an enterprise: the card bound to each, and how their ID numbers are shown."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.cards import Card

MINIMUM_PASSWORD = 10
LEGAL_PERSON = "legal_person"
OPERATOR = "operator"

CARD_MEDIUM = {
    LEGAL_PERSON: LoginMedium.LEGAL_PERSON_CARD,
    OPERATOR: LoginMedium.OPERATOR_CARD,
}
"""Rights come from the card that is shown, never from what is known of its holder (R1-R3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One person of one enterprise; `role` is that of the bound card."""

    id: UUID
    enterprise_code: str
    name: str
    role: str
    id_number: str = field(repr=False)
    user_name: str | None = None
    password_hash: str | None = field(default=None, repr=False)
    card_certificate: str | None = None
    card_fingerprint: str | None = None
    card_valid_from: datetime | None = None
    card_valid_to: datetime | None = None


def masked(id_number: str) -> str:
    """First three and last two characters, the rest as stars."""
    return id_number[:3] + "*" * (len(id_number) - 5) + id_number[-2:]


def check_password(password: str) -> None:
    if len(password) < MINIMUM_PASSWORD:
        raise Refused("operator.weak_password", {"minimum": MINIMUM_PASSWORD})


def binds(operator: Operator, card: Card, *, now: datetime) -> bool:
    """Whether this card of the person becomes the bound one; Refused for one since replaced.

    A legal-person card stays bound beside an operator card of the same person, because it is
    the one that signs for seals (R24).
    """
    if operator.card_certificate is None or operator.card_fingerprint == card.fingerprint:
        return True
    assert operator.card_valid_from and operator.card_valid_to  # noqa: S101, PT018 - with a card
    if card.role == operator.role:
        if card.valid_from < operator.card_valid_from:
            raise Refused("card.replaced")
        return True
    return card.role == LEGAL_PERSON or operator.card_valid_to <= now
