"""Event entrypoints on quorum queues: delayed retries, dead letters, ack after the commit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import kombu
import structlog
from kombu import Exchange, Queue
from nameko.constants import AMQP_URI_CONFIG_KEY, CALL_ID_STACK_CONTEXT_KEY
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import SharedExtension
from nameko.messaging import Consumer
from pydantic import ValidationError

from chassis import handlers
from chassis.broker import BatchPublisher, Message
from chassis.consuming import SteadyConsumer
from chassis.deliveries import Delivered
from chassis.errors import Transient
from chassis.metrics import DEAD_LETTERS, EVENT_LAG, EVENTS_RETRIED
from contracts.base import Event
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.topology import (
    CALL_IDS_HEADER,
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    RETRIES_HEADER,
    dead_letter_headers,
    event_queue_arguments,
    event_queue_name,
    exchange_name,
    retry_queue_arguments,
    retry_queue_name,
)

log = structlog.get_logger()

RETRIES = 3


def dead_letter_queue() -> Queue:
    exchange = Exchange(DEAD_LETTER_EXCHANGE, type=EXCHANGE_TYPE, durable=True)
    return Queue(
        DEAD_LETTER_QUEUE,
        exchange=exchange,
        routing_key="#",
        queue_arguments=DEAD_LETTER_QUEUE_ARGUMENTS,
    )


def event_queue(event: type[Event], service: str, method: str) -> Queue:
    name = event_queue_name(event, service, method)
    exchange = Exchange(exchange_name(event.SOURCE), type=EXCHANGE_TYPE, durable=True)
    arguments = event_queue_arguments(name)
    return Queue(name, exchange=exchange, routing_key=event.__name__, queue_arguments=arguments)


def retry_queue(queue_name: str, attempt: int) -> Queue:
    """Messages wait here until their expiration and then go back to `queue_name`."""
    name = retry_queue_name(queue_name, attempt)
    return Queue(name, queue_arguments=retry_queue_arguments(queue_name))


class Forwarder(SharedExtension):  # type: ignore[misc]
    """Publishes to retry and dead-letter queues, one greenlet at a time, with confirms."""

    def __init__(self) -> None:
        self._publisher: BatchPublisher | None = None

    def setup(self) -> None:
        from eventlet.semaphore import Semaphore  # noqa: PLC0415 - only where it is patched

        self._lock = Semaphore()
        self._publisher = BatchPublisher(self.container.config[AMQP_URI_CONFIG_KEY])

    def stop(self) -> None:
        if self._publisher is not None:
            self._publisher.close()

    def send(self, message: Message) -> None:
        with self._lock:
            if self._publisher is None or self._publisher.publish([message]):
                raise Transient(f"no queue took {message.routing_key}")


class EventConsumer(SteadyConsumer):
    """Hands over bytes as they came: kombu would ack, and log whole, what it cannot decode.

    Each queue has a channel of its own, and so its own prefetch and its own delivery tags.
    """

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:  # noqa: ARG002
        for provider in self._providers:
            self._consumers[provider] = kombu.Consumer(
                channel.connection.channel(),
                queues=[provider.queue],
                on_message=partial(self.handle_message, provider, None),
                prefetch_count=provider.prefetch,
            )
        return self._consumers.values()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message and the event in it."""

    message: Any
    delivered: Delivered[Any]
    time: datetime


class Subscription(Consumer):  # type: ignore[misc]
    """Calls the handler with a group of one decoded event; see `subscribe`."""

    queue_consumer = EventConsumer()
    forwarder = Forwarder()

    def __init__(self, event: type[Event]) -> None:
        self.event = event
        super().__init__(queue=None)

    @property
    def prefetch(self) -> int:
        """How many messages may lie here unanswered."""
        return int(self.container.max_workers)

    def setup(self) -> None:
        self.queue = event_queue(self.event, self.container.service_name, self.method_name)
        super().setup()

    def handle_message(self, _body: None, message: Any) -> None:
        """Decode, then hand over to a worker; what cannot be decoded is a dead letter."""
        arrival = self.decoded(message)
        if arrival is None:
            return
        try:
            self.container.spawn_worker(
                self,
                ((arrival.delivered,),),
                {},
                context_data={CALL_ID_STACK_CONTEXT_KEY: list(arrival.delivered.call_id_stack)},
                handle_result=partial(self._finish, arrival),
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def decoded(self, message: Any) -> Arrival | None:
        """None for what is no such event, which is a dead letter by then."""
        try:
            envelope = Envelope.from_bytes(bytes(message.body))
            event = self.event.from_wire(envelope.data)
        except ValidationError as error:
            self.settle_failed(message, error)
            return None
        stack = message.headers.get(CALL_IDS_HEADER, [])
        return Arrival(message, Delivered(envelope.id, event, tuple(stack)), envelope.time)

    def observe_lag(self, arrivals: Iterable[Arrival]) -> None:
        now = datetime.now(UTC)
        for arrival in arrivals:
            EVENT_LAG.labels(self.queue.name).observe((now - arrival.time).total_seconds())

    def settle_failed(self, message: Any, error: BaseException) -> None:
        """Ack once a retry or dead-letter queue has it."""
        try:
            self.forwarder.send(self._forwarded(message, error))
        except Transient:
            self.queue_consumer.requeue_message(message)
        else:
            self.queue_consumer.ack_message(message)

    def _finish(self, arrival: Arrival, _ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is None:
            self.queue_consumer.ack_message(arrival.message)
            self.observe_lag([arrival])
        else:
            self.settle_failed(arrival.message, exc_info[1])
        return result, exc_info

    def _forwarded(self, message: Any, error: BaseException) -> Message:
        raw = bytes(message.body)
        headers = {k: v for k, v in message.headers.items() if not k.startswith("x-")}
        retries = int(message.headers.get(RETRIES_HEADER, 0))
        message_id = str(message.properties.get("message_id") or message.delivery_tag)
        if isinstance(error, Transient) and retries < RETRIES:
            EVENTS_RETRIED.labels(self.queue.name).inc()
            delays = self.container.config["retry_delays_seconds"]
            log.warning("event_retried", queue=self.queue.name, error=str(error), retry=retries + 1)
            return Message(
                message_id=message_id,
                exchange="",
                routing_key=retry_queue_name(self.queue.name, retries + 1),
                body=raw,
                content_type=CONTENT_TYPE,
                headers=headers | {RETRIES_HEADER: retries + 1},
                expiration_ms=int(delays[retries] * 1000),
            )
        DEAD_LETTERS.labels(self.queue.name).inc()
        log.error("event_dead", queue=self.queue.name, error=_reason(error))
        died = dead_letter_headers(self.queue.name, _reason(error), datetime.now(UTC))
        return Message(
            message_id=message_id,
            exchange=DEAD_LETTER_EXCHANGE,
            routing_key=self.queue.name,
            body=raw,
            content_type=CONTENT_TYPE,
            headers=headers | died,
        )


def _reason(error: BaseException) -> str:
    """What went wrong, without the message's content: pydantic would quote it."""
    if isinstance(error, ValidationError):
        faults = error.errors(include_input=False, include_url=False)
        return "not decodable: " + "; ".join(f"{fault['loc']}: {fault['msg']}" for fault in faults)
    return f"{type(error).__name__}: {error}"[:2000]


def subscribe(
    event: type[Event], *, outside_transaction: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The method handles each event; what it gets stands in `chassis.handlers`.

    A `Transient` error comes back after 5 s, 30 s and 5 min unless settings say otherwise; any
    other exception, and the fourth failure, goes to the dead-letter queue with its reason.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        entrypoint = handlers.of_event(method, outside_transaction=outside_transaction)
        return Subscription.decorator(event)(entrypoint)  # type: ignore[no-any-return]

    return decorate
