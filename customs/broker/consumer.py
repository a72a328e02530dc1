"""The consumer thread: hears what came as one group, acks after the commit, buries poison."""

import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import structlog
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError
from pika.spec import Basic, BasicProperties
from pydantic import ValidationError

from contracts.base import Event
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.publishing import Message
from contracts.topology import (
    ATTEMPTS_LIMIT,
    CALL_IDS_HEADER,
    DEAD_LETTER_EXCHANGE,
    dead_letter_headers,
)
from contracts.traces import TRACEPARENT_HEADER, calls_in
from customs.broker.connection import Pause, open_channel
from customs.broker.publisher import Publisher
from customs.broker.topology import HEARD, handler_name, queue_name
from customs.broker.tracing import hearing
from customs.entrypoints.heard import Heard, hear
from customs.errors import Unavailable
from customs.parts import Parts
from customs.storage import attempts
from customs.storage.inbox import Key
from customs.telemetry import HANDLED, HANDLER_SECONDS, calls

log = structlog.get_logger()

PREFETCH = 50
LOOK_UP_SECONDS = 0.2
GATHERING_SECONDS = 0.025
"""How long the first of a group waits for others: events come in clumps, as their outboxes send."""


@dataclass(frozen=True)
class Delivery:
    """A message that is not answered yet."""

    kind: type[Event]
    tag: int
    properties: BasicProperties
    body: bytes
    redelivered: bool = False

    @cached_property
    def heard(self) -> Heard:
        """Raises ValidationError for what is no such event."""
        envelope = Envelope.from_bytes(self.body)
        event = self.kind.from_wire(envelope.data)
        headers = self.properties.headers or {}
        traceparent = headers.get(TRACEPARENT_HEADER)
        return Heard(handler_name(self.kind), event, envelope.id, calls_in(headers), traceparent)

    @property
    def key(self) -> Key | None:
        """Under which its attempts are counted; None when it cannot be decoded."""
        try:
            return self.heard.handler, self.heard.event_id
        except (ValidationError, TypeError):
            return None


class ProcessDiedError(Exception):
    """An event is given up on because processes die of it."""


class Consumer:
    """Runs until told to stop; `connected` is for the readiness check."""

    def __init__(self, parts: Parts, stop: threading.Event) -> None:
        self._parts = parts
        self._amqp_url = parts.settings.amqp_url
        self._stop = stop
        self._pause = Pause(stop)
        self._waiting: list[Delivery] = []
        self.connected = False

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                with open_channel(self._amqp_url) as channel:
                    self.connected = True
                    self._keep_hearing(channel)
            except Unavailable as error:
                log.warning("consumer_waits", part=error.part, cause=repr(error.__cause__))
                self.connected = False
                self._pause.take()

    def _keep_hearing(self, channel: BlockingChannel) -> None:
        self._waiting.clear()
        channel.basic_qos(prefetch_count=PREFETCH)
        for event in HEARD:
            channel.basic_consume(queue_name(event), self._listener(event))
        while not self._stop.is_set():
            channel.connection.process_data_events(LOOK_UP_SECONDS)
            if self._waiting:
                channel.connection.sleep(GATHERING_SECONDS)
            group, self._waiting = self._waiting, []
            if group and not self._heard_together(channel, group):
                for delivery in self._fewest_deaths_first(group):
                    self._settle(channel, delivery)
            self._pause.reset()

    def _listener(self, kind: type[Event]) -> Any:
        def listen(
            _: BlockingChannel, method: Basic.Deliver, properties: BasicProperties, body: bytes
        ) -> None:
            self._waiting.append(
                Delivery(kind, method.delivery_tag, properties, body, method.redelivered)
            )

        return listen

    def _heard_together(self, channel: BlockingChannel, group: Sequence[Delivery]) -> bool:
        """Ack all once their effects are committed; when one fails, each answers for itself.

        So does each when one comes again: its process may have died of it.
        """
        if any(delivery.redelivered for delivery in group):
            return False
        try:
            self._hear([delivery.heard for delivery in group])
        except Exception as error:  # noqa: BLE001 - it comes again from the one that failed
            log.info("group_split", size=len(group), cause=type(error).__name__)
            return False
        channel.basic_ack(group[-1].tag, multiple=True)
        return True

    def _fewest_deaths_first(self, group: Sequence[Delivery]) -> Sequence[Delivery]:
        """Thus each has its turn, however soon processes are killed from outside."""
        again = {key for each in group if each.redelivered and (key := each.key)}
        if not again:
            return group
        with self._parts.transaction() as tx:
            deaths = attempts.deaths(tx.connection, again)
        return sorted(group, key=lambda each: deaths.get(each.key, 0) if each.key else 0)

    def _settle(self, channel: BlockingChannel, delivery: Delivery) -> None:
        """Ack once the effect is committed, or once the dead-letter queue has the message."""
        try:
            settled = self._hear_patiently(channel, delivery)
        except AMQPError:
            raise
        except Exception as error:
            invalid = isinstance(error, ValidationError)
            kind = delivery.kind
            log.error(  # noqa: TRY400 - what failed to validate may hold an ID number
                "event_dead", event_type=kind.__name__, reason=_reason(error), exc_info=not invalid
            )
            self._bury(delivery, error)
            HANDLED.labels(kind.__name__, "dead").inc()
            settled = True
        if settled:
            channel.basic_ack(delivery.tag)

    def _hear_patiently(self, channel: BlockingChannel, delivery: Delivery) -> bool:
        """Hold the message while a part is away; False when told to stop meanwhile.

        Handed back, it would only come again at once.
        """
        pause = Pause(self._stop)
        while not self._stop.is_set():
            try:
                self._hear_alone(delivery)
            except Unavailable as error:
                log.warning("event_waits", part=error.part, cause=repr(error.__cause__))
                channel.connection.sleep(pause.next())
            else:
                return True
        return False

    def _hear_alone(self, delivery: Delivery) -> None:
        """One that comes again is counted while it is in hand; ProcessDiedError for poison."""
        heard = delivery.heard
        if not delivery.redelivered:
            self._hear([heard])
            return
        key = (heard.handler, heard.event_id)
        with self._parts.transaction() as tx:
            deaths = attempts.begin(tx.connection, key)
        try:
            if deaths >= ATTEMPTS_LIMIT:
                raise ProcessDiedError(f"{deaths} processes died while they handled it")
            self._hear([heard])
        finally:
            with self._parts.transaction() as tx:
                attempts.end(tx.connection, key)

    def _hear(self, group: Sequence[Heard]) -> None:
        with HANDLER_SECONDS.time(), hearing(group) as heard:
            first = hear(self._parts, heard)
        for each, is_first in zip(heard, first, strict=True):
            event = each.event
            HANDLED.labels(type(event).__name__, "done" if is_first else "repeated").inc()
            with calls(each.call_ids):
                log.info(
                    "event_heard",
                    event_type=type(event).__name__,
                    subject=event.subject,
                    first=is_first,
                )

    def _bury(self, delivery: Delivery, error: Exception) -> None:
        """To the dead letters with the reason; Unavailable when they do not take it.

        Over a connection of its own, for only that one knows many confirms at once.
        """
        queue = queue_name(delivery.kind)
        letter = Message(
            message_id=str(delivery.properties.message_id or delivery.tag),
            exchange=DEAD_LETTER_EXCHANGE,
            routing_key=queue,
            body=delivery.body,
            content_type=CONTENT_TYPE,
            headers={
                CALL_IDS_HEADER: calls_in(delivery.properties.headers or {}),
                **dead_letter_headers(queue, _reason(error), datetime.now(UTC)),
            },
        )
        with closing(Publisher(self._amqp_url)) as publisher:
            if publisher.publish([letter]):
                raise Unavailable("dead letters")


def _reason(error: Exception) -> str:
    """Never the content of a field: it may be an ID number."""
    if isinstance(error, ValidationError):
        places = [".".join(map(str, each["loc"])) + ": " + each["msg"] for each in error.errors()]
        return f"ValidationError: {'; '.join(places)}"
    return f"{type(error).__name__}: {error}"
