"""Endpoints of an enterprise: what they ask for, and whether they may be and can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts.errors import Refused
from contracts.webhooks import DisabledBecause, WebhookEvent

MOST: Final = 20
"""Endpoints of one enterprise: each event is written once for each of them."""
SECRET_BYTES: Final = 32
OLD_SECRET_LIVES: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`secret` and `old_secret` are encrypted; `failing_since` is None while deliveries arrive."""

    id: UUID
    enterprise_code: str
    url: str
    description: str
    event_types: tuple[WebhookEvent, ...]
    made_at: datetime
    secret: bytes = field(repr=False)
    enabled: bool = True
    disabled_because: DisabledBecause | None = None
    failing_since: datetime | None = None
    old_secret: bytes | None = field(default=None, repr=False)
    old_secret_until: datetime | None = None


def check_room(others: int) -> None:
    """Raise Refused("webhook.too_many") when there are as many as may be."""
    if others >= MOST:
        raise Refused("webhook.too_many", {"limit": MOST})


def check_enabled(endpoint: Endpoint) -> Endpoint:
    """Raise Refused("webhook.disabled")."""
    if not endpoint.enabled:
        raise Refused("webhook.disabled")
    return endpoint


def edited(
    endpoint: Endpoint,
    *,
    url: str | None,
    event_types: Sequence[WebhookEvent] | None,
    description: str | None,
    enabled: bool | None,
) -> Endpoint:
    """What is None stays; one that is enabled begins afresh."""
    changed = replace(
        endpoint,
        url=endpoint.url if url is None else url,
        event_types=endpoint.event_types if event_types is None else tuple(event_types),
        description=endpoint.description if description is None else description,
    )
    if enabled is None:
        return changed
    if enabled:
        return replace(changed, enabled=True, disabled_because=None, failing_since=None)
    return replace(changed, enabled=False, disabled_because=endpoint.disabled_because or "asked")


def rotated(endpoint: Endpoint, secret: bytes, *, now: datetime) -> Endpoint:
    """The secret before this one is used beside it for a day."""
    return replace(
        endpoint,
        secret=secret,
        old_secret=endpoint.secret,
        old_secret_until=now + OLD_SECRET_LIVES,
    )


def gone(endpoint: Endpoint) -> Endpoint:
    """It answered 410: nothing is sent there until somebody enables it again."""
    return replace(endpoint, enabled=False, disabled_because="gone")


def failing(endpoint: Endpoint, *, now: datetime) -> Endpoint:
    """The first delivery that was given up on says since when."""
    return replace(endpoint, failing_since=endpoint.failing_since or now)


def working(endpoint: Endpoint) -> Endpoint:
    """Something arrived."""
    return replace(endpoint, failing_since=None)


def secrets_of(endpoint: Endpoint, *, now: datetime) -> tuple[bytes, ...]:
    """All that a delivery is signed with, the newest first."""
    until = endpoint.old_secret_until
    if endpoint.old_secret is None or until is None or until <= now:
        return (endpoint.secret,)
    return (endpoint.secret, endpoint.old_secret)
