"""Event entrypoints on quorum queues: ack after the commit, one line for what has to wait."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import kombu
import structlog
from eventlet.event import Event as Signal
from nameko.constants import CALL_ID_STACK_CONTEXT_KEY
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer
from pydantic import ValidationError

from chassis import handlers
from chassis.attempts import POISON_LIMIT, Attempt, Attempts, ProcessDiedError
from chassis.consuming import SteadyConsumer
from chassis.deliveries import Delivered
from chassis.errors import Away, Transient
from chassis.failures import Forwarder, forwarded
from chassis.metrics import EVENT_LAG
from chassis.outages import Outage
from chassis.queues import QueueDiffersError, declare, event_queue
from contracts.base import Event
from contracts.envelope import Envelope
from contracts.topology import CALL_IDS_HEADER

log = structlog.get_logger()

COMES_LAST = "comes_last"
"""Put down in the delivery info of a message of which a process died."""


class EventConsumer(SteadyConsumer):
    """Hands over bytes as they came: kombu would ack, and log whole, what it cannot decode.

    Each queue has a channel of its own, and so its own prefetch and its own delivery tags.
    """

    def get_consumers(self, _consumer_cls: Any, channel: Any) -> Any:
        for provider in self._providers:
            self._consumers[provider] = self._consumer(provider, channel.connection.channel())
        return self._consumers.values()

    def _consumer(self, provider: Any, channel: Any) -> kombu.Consumer:
        try:
            queue = declare(provider.queue, channel)
        except QueueDiffersError as error:
            log.error("queue_differs", error=str(error))  # noqa: TRY400 - told without a traceback
            raise
        return kombu.Consumer(
            channel,
            queues=[queue],
            on_message=partial(self.handle_message, provider, None),
            prefetch_count=provider.prefetch,
            auto_declare=False,
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message and the event in it."""

    message: Any
    delivered: Delivered[Any]
    time: datetime


def redelivered(message: Any) -> bool:
    return bool(message.delivery_info["redelivered"])


class Subscription(Consumer):
    """Calls the handler with a group of one decoded event; see `subscribe`.

    Most messages go straight to a worker. In line, one after the other, go those of which an
    earlier delivery got no answer, and all that come while a server is away.
    """

    queue_consumer = EventConsumer()
    forwarder = Forwarder()
    attempts = Attempts()

    def __init__(self, event: type[Event]) -> None:
        self.event = event
        super().__init__(queue=None)

    @property
    def prefetch(self) -> int:
        """How many messages may lie here unanswered."""
        return int(self.container.max_workers)

    def setup(self) -> None:
        self.queue = event_queue(self.event, self.container.service_name, self.method_name)
        self.outage = Outage(self.queue.name)
        self.line: deque[Any] = deque()
        self._at_work = False
        super().setup()

    def stop(self) -> None:
        """What waits in line is handed back with the channel."""
        self.outage.stop()
        super().stop()

    def handle_message(self, _body: None, message: Any) -> None:
        if self.outage.is_on or redelivered(message):
            self.line.append(message)
            self.work_off()
        elif (arrival := self.decoded(message)) is not None:
            self.give_to_worker(arrival)

    def work_off(self) -> None:
        """The greenlet of the first message works off all that come meanwhile."""
        if self._at_work:
            return
        self._at_work = True
        try:
            while self.line and not self.outage.told_to_stop:
                self.handle_next()
        finally:
            self._at_work = False

    def handle_next(self) -> None:
        self.outage.pause(held=len(self.line))
        message = self.next_in_line()
        arrival = None if message is None else self.decoded(message)
        if arrival is None:
            return
        if self.outage.is_on or redelivered(message):
            self.try_one(arrival)
        else:
            self.give_to_worker(arrival)

    def next_in_line(self) -> Any | None:
        """None when no more is to be done; one whose channel is gone is dropped and comes again."""
        while self.line and not self.outage.told_to_stop:
            message = self.line.popleft()
            if message.channel.connection:
                return message
        return None

    def try_one(self, arrival: Arrival) -> None:
        """Wait for its worker: whether that found a server away decides how the line goes on."""
        if redelivered(arrival.message):
            with self.attempts.one_at_a_time:
                held = self._try_again(arrival)
        else:
            held = self.give_to_worker(arrival).wait()
        if held is None:
            return
        if not held:
            self.outage.end()
        elif self.outage.goes_on_for_long():
            while self.line:
                self.queue_consumer.requeue_message(self.line.popleft())

    def _try_again(self, arrival: Arrival) -> bool | None:
        """One of which a process may have died; whether it is held.

        None for one of which it did, once: it goes to the end of the line, after those without
        blame. Thus each of them has its turn, however soon processes are killed from outside.
        """
        message = arrival.message
        handler = f"{self.container.service_name}.{self.method_name}"
        attempt = Attempt(handler, arrival.delivered.event_id)
        try:
            deaths = self.attempts.deaths(attempt)
            if deaths and not message.delivery_info.get(COMES_LAST):
                message.delivery_info[COMES_LAST] = True
                self.line.append(message)
                return None
            if deaths >= POISON_LIMIT:
                error = ProcessDiedError(f"the process died {deaths} times while handling it")
                held = self.settle_failed(message, error)
            else:
                self.attempts.begin(attempt)
                held = self.give_to_worker(arrival).wait()
        except Transient as error:
            self.hold([message], error)
            return True
        self.attempts.end(attempt)
        return held

    def decoded(self, message: Any) -> Arrival | None:
        """None for what is no such event, which is a dead letter by then."""
        try:
            envelope = Envelope.from_bytes(bytes(message.body))
            event = self.event.from_wire(envelope.data)
            calls = tuple(message.headers.get(CALL_IDS_HEADER, []))
        except (ValidationError, TypeError) as error:
            self.settle_failed(message, error)
            return None
        return Arrival(message, Delivered(envelope.id, event, calls), envelope.time)

    def spawn(self, arrivals: Iterable[Arrival], handle_result: Callable[..., Any]) -> None:
        """Let a worker handle them, in the order of arrival; hand them back when all ends."""
        group = tuple(arrival.delivered for arrival in arrivals)
        calls = {CALL_ID_STACK_CONTEXT_KEY: list(group[0].call_id_stack)}
        try:
            self.container.spawn_worker(
                self, (group,), {}, context_data=calls, handle_result=handle_result
            )
        except ContainerBeingKilled:
            for arrival in arrivals:
                self.queue_consumer.requeue_message(arrival.message)

    def give_to_worker(self, arrival: Arrival) -> Signal:
        """Its `wait` tells whether the message is held."""
        settled = Signal()
        self.spawn([arrival], partial(self._finish, arrival, settled))
        return settled

    def _finish(
        self, arrival: Arrival, settled: Signal, _ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        settled.send(self.settle(arrival, exc_info))
        return result, exc_info

    def settle(self, arrival: Arrival, exc_info: Any) -> bool:
        """Answer for one that was handled alone; True when it is held in place of that."""
        if exc_info is None:
            self.queue_consumer.ack_message(arrival.message)
            self.observe_lag([arrival])
            return False
        if isinstance(exc_info[1], Away):
            self.hold([arrival.message], exc_info[1])
            return True
        return self.settle_failed(arrival.message, exc_info[1])

    def settle_failed(self, message: Any, error: BaseException) -> bool:
        """Ack once a retry or dead-letter queue has it; True when none took it and it is held."""
        delays = self.container.config["retry_delays_seconds"]
        try:
            self.forwarder.send(forwarded(self.queue.name, message, error, delays))
        except Transient as untaken:
            self.hold([message], untaken)
            return True
        self.queue_consumer.ack_message(message)
        return False

    def hold(self, messages: Iterable[Any], error: BaseException) -> None:
        """To the end of the line: should it be this event's own fault, it stops no other."""
        self.line.extend(messages)
        self.outage.begin(error)
        if not self._at_work:
            self.container.spawn_managed_thread(self.work_off)

    def observe_lag(self, arrivals: Iterable[Arrival]) -> None:
        now = datetime.now(UTC)
        for arrival in arrivals:
            EVENT_LAG.labels(self.queue.name).observe((now - arrival.time).total_seconds())


def subscribe(
    event: type[Event], *, outside_transaction: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The method handles each event; what it gets stands in `chassis.handlers`.

    An event that finds a server away waits here for as long as it takes. Any other `Transient`
    comes back after 5 s, 30 s and 5 min unless settings say otherwise; any other exception, the
    fourth such failure, and an event of which processes die, is a dead letter with its reason.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        entrypoint = handlers.of_event(method, outside_transaction=outside_transaction)
        return Subscription.decorator(event)(entrypoint)

    return decorate
