"""What is being handled: events as they were delivered, and the calls that led to them."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.base import Event

EventT = TypeVar("EventT", bound=Event)


@dataclass(frozen=True, slots=True)
class Delivered(Generic[EventT]):
    """One event with its id and the call ids that led to it; `traceparent` as it came with it."""

    event_id: UUID
    event: EventT
    call_id_stack: tuple[str, ...] = ()
    traceparent: str | None = None


Group = tuple[Delivered[EventT], ...]
"""What a worker of an event handler gets: one delivered event, or several of one queue."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The events in a worker's hands; none where a request or the clock called it.

    `handler` is `service.method` and names the inbox rows; `call_id_stack` is carried on by what
    the worker publishes.
    """

    handler: str
    call_id_stack: tuple[str, ...] = ()
    group: Group[Any] = ()
