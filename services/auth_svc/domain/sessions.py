"""Sessions of those who logged in: their rights, and when they end (R1-R3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.cards import LEGAL_PERSON, OPERATOR

CARD_MEDIUM = {
    LEGAL_PERSON: LoginMedium.LEGAL_PERSON_CARD,
    OPERATOR: LoginMedium.OPERATOR_CARD,
}
"""Rights come from the card that is shown, never from what is known of its holder (R1-R3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """Who is logged in, by what, and until when."""

    operator_id: UUID
    operator_name: str
    enterprise_code: str
    enterprise_name: str
    medium: LoginMedium
    expires_at: datetime


def expiry(*, now: datetime, hours: float, card_valid_to: datetime | None = None) -> datetime:
    """A session ends with the card that opened it at the latest."""
    end = now + timedelta(hours=hours)
    return end if card_valid_to is None else min(end, card_valid_to)


def check_not_over(login: LoginSession, *, now: datetime) -> None:
    """Raise Refused("session.expired") from `expires_at` on."""
    if login.expires_at <= now:
        raise Refused("session.expired")
