"""People of an enterprise: how they log in and how their ID numbers are shown."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from contracts.errors import Refused
from contracts.values import LoginMedium

MINIMUM_PASSWORD = 10

CARD_MEDIUM = {
    "legal_person": LoginMedium.LEGAL_PERSON_CARD,
    "operator": LoginMedium.OPERATOR_CARD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One person of one enterprise."""

    id: UUID
    enterprise_code: str
    name: str
    role: str
    id_number: str = field(repr=False)
    user_name: str | None = None
    password_hash: str | None = field(default=None, repr=False)
    failures: int = 0
    locked_until: datetime | None = None
    card_certificate: str | None = None
    card_valid_from: datetime | None = None
    card_valid_to: datetime | None = None


def masked(id_number: str) -> str:
    """First three and last two characters, the rest as stars."""
    return id_number[:3] + "*" * (len(id_number) - 5) + id_number[-2:]


def check_password(password: str) -> None:
    if len(password) < MINIMUM_PASSWORD:
        raise Refused("operator.weak_password", {"minimum": MINIMUM_PASSWORD})


def check_not_locked(operator: Operator, *, now: datetime) -> None:
    if operator.locked_until is not None and now < operator.locked_until:
        seconds = int((operator.locked_until - now).total_seconds()) + 1
        raise Refused("session.locked", {"seconds": seconds})


def after_failure(
    operator: Operator, *, now: datetime, allowed: int, lock_seconds: float
) -> tuple[int, datetime | None]:
    """Failures so far and until when the login is locked; a full count locks and starts over."""
    failures = operator.failures + 1
    if failures < allowed:
        return failures, None
    return 0, now + timedelta(seconds=lock_seconds)
