"""Sessions of those who logged in: their rights, and when they end (R1-R3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.errors import Refused
from contracts.values import Caller, LoginMedium
from services.auth_svc.domain.cards import LEGAL_PERSON, OPERATOR
from services.auth_svc.domain.revocations import check_in_force

CARD_MEDIUM = {
    LEGAL_PERSON: LoginMedium.LEGAL_PERSON_CARD,
    OPERATOR: LoginMedium.OPERATOR_CARD,
}
"""Rights come from the card that is shown, never from what is known of its holder (R1-R3)."""
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """Who is logged in, by what, from where, and until when.

    `revocations_until` is how long the list is good that says whether the card was revoked.
    """

    id: UUID
    operator_id: UUID
    operator_name: str
    enterprise_code: str
    enterprise_name: str
    medium: LoginMedium
    opened_at: datetime
    last_used_at: datetime
    expires_at: datetime
    client_address: str | None = None
    revocations_until: datetime | None = None


def expiry(*, now: datetime, hours: float, card_valid_to: datetime | None = None) -> datetime:
    """A session ends with the card that opened it at the latest."""
    end = now + timedelta(hours=hours)
    return end if card_valid_to is None else min(end, card_valid_to)


def check_not_over(login: LoginSession, *, now: datetime, idle: timedelta) -> None:
    """Raise Refused("session.expired") from `expires_at` on, and when it was not used for `idle`.

    Of a legal person's card it must be known that it was not revoked.
    """
    if is_over(login, now=now, idle=idle):
        raise Refused("session.expired")
    if login.medium is LoginMedium.LEGAL_PERSON_CARD:
        check_in_force(login.revocations_until, now=now)


def is_over(login: LoginSession, *, now: datetime, idle: timedelta) -> bool:
    """By its end, or because it was not used for `idle`."""
    return login.expires_at <= now or login.last_used_at + idle <= now


def shown_to(caller: Caller) -> UUID | None:
    """Whose sessions the caller may see and end: None for everybody's of the enterprise."""
    if caller.medium is LoginMedium.LEGAL_PERSON_CARD:
        return None
    return caller.operator_id


def use_is_news(login: LoginSession, *, now: datetime) -> bool:
    """Whether that it is used now is worth writing down: once in NOTED_EVERY."""
    return login.last_used_at + NOTED_EVERY <= now
