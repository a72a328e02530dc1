"""Deliveries of events to endpoints: when each is tried, and what an answer makes of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from uuid import UUID

from contracts.webhooks import TEST_EVENT, DeliveryState

KEPT: Final = timedelta(days=30)
"""Deliveries that are over are listed and can be replayed for so long."""
JITTER: Final = 0.2
"""A pause is so much longer at most, so that what failed together does not come back together."""
LONGEST_RETRY_AFTER: Final = timedelta(days=1)
GONE: Final = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one endpoint; `concerns` is the enterprise whose event it is."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    event_type: str
    concerns: str
    payload: str
    made_at: datetime
    state: DeliveryState = "pending"
    attempts: int = 0
    last_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None
    response_status: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: a status of HTTP, or a problem where no answer came."""

    status: int | None
    problem: str | None = None
    retry_after: str | None = None

    @property
    def arrived(self) -> bool:
        """2xx; a redirect is not followed and is none."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The endpoint wants to hear nothing more."""
        return self.status == GONE


def payload_of(
    event_id: UUID, event_type: str, concerns: str, fields: Mapping[str, Any], *, now: datetime
) -> str:
    """The body, byte for byte the same at each try: type, timestamp and data as the standard says,
    and whose event it is, as an agent hears of several enterprises."""
    body = {
        "id": str(event_id),
        "type": event_type,
        "timestamp": now.isoformat(),
        "enterprise_code": concerns,
        "data": fields,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def after_try(
    delivery: Delivery,
    outcome: Outcome,
    *,
    now: datetime,
    pauses: Sequence[float],
    luck: float,
) -> Delivery:
    """`pauses` in seconds, before the second try and so on; `luck` from 0 to 1 is the jitter.

    A test is tried once. What the endpoint asks for by Retry-After is waited for, a day at most.
    """
    tried = replace(
        delivery,
        attempts=delivery.attempts + 1,
        last_attempt_at=now,
        response_status=outcome.status,
        problem=outcome.problem,
    )
    if outcome.arrived:
        return replace(tried, state="delivered", next_attempt_at=None)
    if outcome.is_gone or delivery.event_type == TEST_EVENT or tried.attempts > len(pauses):
        return replace(tried, state="failed", next_attempt_at=None)
    pause = timedelta(seconds=pauses[tried.attempts - 1] * (1 + JITTER * luck))
    asked = retry_after_of(outcome.retry_after, now=now)
    return replace(tried, next_attempt_at=now + max(pause, asked))


def retry_after_of(header: str | None, *, now: datetime) -> timedelta:
    """RFC 9110, 10.2.3: seconds or a date; nothing for what is neither, a day at most."""
    return min(max(_asked(header, now=now), timedelta()), LONGEST_RETRY_AFTER)


def replayed(delivery: Delivery, *, now: datetime) -> Delivery:
    """As new, under the same event id, by which the receiver knows it."""
    return replace(delivery, state="pending", attempts=0, next_attempt_at=now)


def _asked(header: str | None, *, now: datetime) -> timedelta:
    if not header:
        return timedelta()
    if header.isascii() and header.isdigit():
        return timedelta(seconds=min(int(header[:9]), LONGEST_RETRY_AFTER.total_seconds()))
    try:
        moment = parsedate_to_datetime(header)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (OverflowError, TypeError, ValueError):
        return timedelta()
