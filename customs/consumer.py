"""The consumer thread: hears events, acknowledges after the commit, buries what is poison."""

import threading
from datetime import UTC, datetime
from typing import Any

import structlog
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError
from pika.spec import Basic, BasicProperties
from pydantic import ValidationError

from contracts.base import Event
from contracts.envelope import CONTENT_TYPE, Envelope
from customs.broker import Pause, open_channel, publish
from customs.errors import Unavailable
from customs.hearing import Hearing
from customs.relay import CALL_IDS_HEADER
from customs.telemetry import HANDLED, HANDLER_SECONDS, calls
from customs.topology import DEAD_LETTERS, HEARD, handler_name, queue_name

log = structlog.get_logger()

PREFETCH = 50
LOOK_UP_SECONDS = 0.2


class Consumer:
    """Runs until told to stop; `connected` is for the readiness check."""

    def __init__(self, hearing: Hearing, amqp_url: str, stop: threading.Event) -> None:
        self._hearing = hearing
        self._amqp_url = amqp_url
        self._stop = stop
        self._pause = Pause(stop)
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
        channel.basic_qos(prefetch_count=PREFETCH)
        for event in HEARD:
            channel.basic_consume(queue_name(event), self._listener(event))
        while not self._stop.is_set():
            channel.connection.process_data_events(LOOK_UP_SECONDS)

    def _listener(self, kind: type[Event]) -> Any:
        def listen(
            channel: BlockingChannel,
            method: Basic.Deliver,
            properties: BasicProperties,
            body: bytes,
        ) -> None:
            self._settle(channel, method, properties, body, kind)

        return listen

    def _settle(
        self,
        channel: BlockingChannel,
        method: Basic.Deliver,
        properties: BasicProperties,
        body: bytes,
        kind: type[Event],
    ) -> None:
        """Ack once the effect is committed, or once the dead-letter queue has the message."""
        try:
            result = self._hear_patiently(channel, kind, body, _call_ids(properties))
        except AMQPError:
            raise
        except Exception as error:
            invalid = isinstance(error, ValidationError)
            log.error(  # noqa: TRY400 - what failed to validate may hold an ID number
                "event_dead", event_type=kind.__name__, reason=_reason(error), exc_info=not invalid
            )
            _bury(channel, queue_name(kind), body, error)
            result = "dead"
        if result is None:
            return
        HANDLED.labels(kind.__name__, result).inc()
        channel.basic_ack(method.delivery_tag)

    def _hear_patiently(
        self, channel: BlockingChannel, kind: type[Event], body: bytes, call_ids: list[str]
    ) -> str | None:
        """Hold the message while a part is away; None when told to stop meanwhile.

        Handing it back would count as a failed delivery each time, and kill it in the end.
        """
        pause = Pause(self._stop)
        while not self._stop.is_set():
            try:
                return self._hear(kind, body, call_ids)
            except Unavailable as error:
                log.warning("event_waits", part=error.part, cause=repr(error.__cause__))
                channel.connection.sleep(pause.next())
        return None

    def _hear(self, kind: type[Event], body: bytes, call_ids: list[str]) -> str:
        envelope = Envelope.from_bytes(body)
        event = kind.from_wire(envelope.data)
        with calls(call_ids), HANDLER_SECONDS.labels(kind.__name__).time():
            first = self._hearing.hear(handler_name(kind), event, envelope, call_ids)
            log.info("event_heard", event_type=kind.__name__, subject=event.subject, first=first)
        return "done" if first else "repeated"


def _call_ids(properties: BasicProperties) -> list[str]:
    return [str(each) for each in (properties.headers or {}).get(CALL_IDS_HEADER, [])]


def _bury(channel: BlockingChannel, queue: str, body: bytes, error: Exception) -> None:
    """To the dead letters with the reason; Unavailable when they do not take it."""
    headers = {
        "x-origin-queue": queue,
        "x-reason": _reason(error)[:2000],
        "x-died-at": datetime.now(UTC).isoformat(),
    }
    if not publish(channel, DEAD_LETTERS, queue, body, content_type=CONTENT_TYPE, headers=headers):
        raise Unavailable("dead letters")


def _reason(error: Exception) -> str:
    """Never the content of a field: it may be an ID number."""
    if isinstance(error, ValidationError):
        places = [".".join(map(str, each["loc"])) + ": " + each["msg"] for each in error.errors()]
        return f"ValidationError: {'; '.join(places)}"
    return f"{type(error).__name__}: {error}"
