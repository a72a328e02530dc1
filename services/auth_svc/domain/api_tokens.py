"""API tokens of an enterprise's programs: what each may do, and when it ends."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts.errors import Refused
from contracts.scopes import Scope

MOST_LIVE: Final = 100
"""Tokens of one enterprise that open something."""
LISTED_AFTER_END: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """Live until its end or until it is revoked; its text is known to nobody here."""

    id: UUID
    enterprise_code: str
    name: str
    scopes: tuple[Scope, ...]
    made_by: UUID
    made_at: datetime
    last_used_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


def check_may_make(token: ApiToken, *, live: int) -> None:
    """Raise Refused token.end_past, or token.too_many when `live` others open something."""
    if token.expires_at is not None and token.expires_at <= token.made_at:
        raise Refused("token.end_past")
    if live >= MOST_LIVE:
        raise Refused("token.too_many", {"limit": MOST_LIVE})


def check_opens(token: ApiToken, *, now: datetime) -> None:
    """Raise Refused session.required for a revoked one, session.expired for one past its end."""
    if token.revoked_at is not None:
        raise Refused("session.required")
    if token.expires_at is not None and token.expires_at <= now:
        raise Refused("session.expired")


def revoked(token: ApiToken, *, now: datetime) -> ApiToken:
    """The first revocation stands."""
    return token if token.revoked_at is not None else replace(token, revoked_at=now)
