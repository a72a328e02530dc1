"""Live events: what the services publish, handed to the browsers of those it concerns."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from pydantic import ValidationError

from contracts.catalogue import EVENTS
from contracts.envelope import Envelope
from contracts.topology import exchange_name, live_queue_name
from contracts.visible_events import SINCE, VISIBLE, visible_fields

log = structlog.get_logger()

KEPT_EVENTS = 1_000
BROKER_BACKLOG = 10_000
STREAM_BACKLOG = 256


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event as a browser may see it, and the enterprises it concerns.

    `since` as in `contracts.access.Subject`, where the event itself says it.
    """

    event_id: str
    type: str
    subject: str
    time: str
    fields: dict[str, Any]
    enterprise_code: str
    agent_code: str | None
    since: datetime | None = None


def live_event(envelope: Envelope) -> LiveEvent | None:
    """None for an event that no browser may see."""
    if envelope.type not in VISIBLE:
        return None
    data = envelope.data
    moment = data.get(SINCE.get(envelope.type, ""))
    return LiveEvent(
        event_id=str(envelope.id),
        type=envelope.type,
        subject=envelope.subject,
        time=envelope.time.isoformat(),
        fields=visible_fields(envelope.type, data),
        enterprise_code=data.get("enterprise_code", ""),
        agent_code=data.get("agent_code"),
        since=datetime.fromisoformat(moment) if moment else None,
    )


@dataclass(eq=False, slots=True)
class Stream:
    """What waits for one browser; `lost` once it was too slow or the broker went away."""

    waiting: asyncio.Queue[LiveEvent] = field(default_factory=lambda: asyncio.Queue(STREAM_BACKLOG))
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, event: LiveEvent) -> None:
        """Never waits: a stream that is full is lost."""
        try:
            self.waiting.put_nowait(event)
        except asyncio.QueueFull:
            self.lost.set()


class LiveEvents:
    """One exclusive queue on the broker for this process; streams by enterprise.

    `first` hears of every event before the streams do.
    """

    def __init__(self, first: Callable[[LiveEvent], None] = lambda _: None) -> None:
        self._first = first
        self._streams: defaultdict[str, set[Stream]] = defaultdict(set)
        self._kept: deque[LiveEvent] = deque(maxlen=KEPT_EVENTS)

    async def attach(self, channel: AbstractChannel) -> None:
        queue = await channel.declare_queue(
            live_queue_name(uuid4()),
            exclusive=True,
            auto_delete=True,
            arguments={"x-max-length": BROKER_BACKLOG},
        )
        for name in VISIBLE:
            await queue.bind(exchange_name(EVENTS[name].SOURCE), routing_key=name)
        await queue.consume(self._on_message, no_ack=True)
        self.detach()  # a stream opened while the broker was away has missed what happened

    def detach(self) -> None:
        """Events may have gone by unseen, so every stream ends and its browser starts afresh."""
        self._kept.clear()
        for streams in self._streams.values():
            for stream in streams:
                stream.lost.set()

    def count(self, enterprise_code: str) -> int:
        """How many streams the enterprise has open."""
        return len(self._streams.get(enterprise_code, ()))

    @contextmanager
    def stream(self, enterprise_code: str, after: str | None = None) -> Iterator[Stream]:
        """Begin with what came after the event `after`; `lost` at once when that is forgotten."""
        stream = Stream()
        for event in self._since(after, stream):
            if enterprise_code in {event.enterprise_code, event.agent_code}:
                stream.offer(event)
        self._streams[enterprise_code].add(stream)
        try:
            yield stream
        finally:
            self._streams[enterprise_code].discard(stream)
            if not self._streams[enterprise_code]:
                del self._streams[enterprise_code]

    def publish(self, event: LiveEvent) -> None:
        """Keep the event, and offer it to the streams of its enterprise and of its agent."""
        self._first(event)
        self._kept.append(event)
        for code in {event.enterprise_code, event.agent_code or event.enterprise_code}:
            for stream in self._streams.get(code, ()):
                stream.offer(event)

    def _since(self, after: str | None, stream: Stream) -> list[LiveEvent]:
        if after is None:
            return []
        kept = list(self._kept)
        for position, event in enumerate(kept):
            if event.event_id == after:
                return kept[position + 1 :]
        stream.lost.set()
        return []

    async def _on_message(self, message: AbstractIncomingMessage) -> None:
        try:
            event = live_event(Envelope.from_bytes(message.body))
        except ValidationError:
            log.warning("live_event_unreadable", routing_key=message.routing_key)
            return
        if event is not None:
            self.publish(event)
