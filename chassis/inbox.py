"""The inbox: which events a handler has done; its rows belong to the handler's transaction."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.deliveries import Delivery
from contracts.base import Event

_TAKE = text(
    "insert into inbox (handler, event_id)"
    " select :handler, unnest(cast(:event_ids as uuid[]))"
    " on conflict do nothing returning cast(event_id as text)"
)


def never_heard(session: Session, delivery: Delivery) -> list[Event]:
    """Take the inbox rows of this delivery; its events that no earlier one brought, in order.

    The rows go in sorted by event id, so that two deliveries of the same events never wait for
    each other in a circle.
    """
    events: dict[str, Any] = {str(one.event_id): one.event for one in delivery.group}
    rows = {"handler": delivery.handler, "event_ids": sorted(events)}
    taken = set(session.execute(_TAKE, rows).scalars())
    return [event for event_id, event in events.items() if event_id in taken]
