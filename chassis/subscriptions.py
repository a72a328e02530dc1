"""Event entrypoints on quorum queues: ack after the commit, one line for what has to wait."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import amqp
import kombu
import structlog
from eventlet.event import Event as Signal
from nameko.constants import CALL_ID_STACK_CONTEXT_KEY
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer
from pydantic import ValidationError

from chassis import handlers, outages
from chassis.attempts import Attempt, Attempts, ProcessDiedError
from chassis.consuming import SteadyConsumer
from chassis.deliveries import Delivered
from chassis.errors import Away, Transient
from chassis.failures import Forwarder, forwarded
from chassis.lines import Arrival, Line
from chassis.metrics import EVENT_LAG, EVENTS_WAITING
from chassis.outages import Outage
from chassis.queues import event_queue
from contracts.base import Event
from contracts.envelope import Envelope
from contracts.topology import ATTEMPTS_LIMIT, CALL_IDS_HEADER
from contracts.traces import TRACEPARENT_HEADER

log = structlog.get_logger()


class EventConsumer(SteadyConsumer):
    """Hands over bytes as they came: kombu would ack, and log whole, what it cannot decode.

    Each queue has a channel of its own, and so its own prefetch and its own delivery tags.
    """

    def get_consumers(self, _consumer_cls: Any, channel: Any) -> Any:
        for provider in self._providers:
            self._consumers[provider] = self._consumer(provider, channel.connection.channel())
        return self._consumers.values()

    def _consumer(self, provider: Any, channel: Any) -> kombu.Consumer:
        """Of a queue that the migrations declare; until they have, this tries again."""
        queue = provider.queue(channel)
        try:
            queue.queue_declare(passive=True)
        except amqp.NotFound:
            log.warning("queue_missing", queue=queue.name)
            raise
        return kombu.Consumer(
            channel,
            queues=[queue],
            on_message=partial(self.handle_message, provider, None),
            prefetch_count=provider.prefetch,
            auto_declare=False,
        )


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
        self.line = Line()
        self._waiting = EVENTS_WAITING.labels(self.queue.name)
        self._at_work = False
        super().setup()

    def stop(self) -> None:
        """What waits in line is handed back with the channel."""
        self.outage.stop()
        super().stop()

    def handle_message(self, _body: None, message: Any) -> None:
        """Decode and hand over; what cannot be decoded is a dead letter."""
        try:
            arrival = self._decoded(message)
        except (ValidationError, TypeError) as error:
            with self.line.beside(message):
                if not self._forward(message, error):
                    self.outage.rest()
                    self.queue_consumer.requeue_message(message)
        else:
            self.take(arrival)

    def take(self, arrival: Arrival) -> None:
        if self.outage.is_on or arrival.redelivered:
            self.stand_in_line(arrival)
        else:
            self.give_to_worker(arrival)

    def stand_in_line(self, arrival: Arrival) -> None:
        self.line.append(arrival)
        self._work_off()

    def _work_off(self) -> None:
        """The greenlet of the first message works off all that come meanwhile."""
        if self._at_work:
            return
        self._at_work = True
        try:
            while self.line and not self.outage.told_to_stop:
                self.outage.pause()
                if not self.handle_next():
                    self.outage.rest()
        finally:
            self._at_work = False
            self._waiting.set(0)

    def handle_next(self) -> bool:
        """False when nothing in line is due."""
        arrival = self.line.next()
        if arrival is None:
            return False
        if self.outage.is_on or arrival.alone:
            self.try_alone(arrival)
        else:
            self.give_to_worker(arrival)
        return True

    def try_alone(self, arrival: Arrival) -> None:
        """Wait for its worker: whether that found a server away decides how the line goes on."""
        if arrival.redelivered:
            with self.attempts.one_at_a_time:
                held = self._try_again(arrival)
        else:
            held = self.give_to_worker(arrival).wait()
        if held is False:
            self.outage.end()
        elif held:
            self.outage.go_on()
            for old in self.line.take_held_for(outages.LONGEST_HOLD_SECONDS):
                self.queue_consumer.requeue_message(old.message)

    def _try_again(self, arrival: Arrival) -> bool | None:
        """One of which a process may have died; whether it is held.

        None for one of which it did, once: it goes to the end of the line, after those without
        blame. Thus each of them has its turn, however soon processes are killed from outside.
        """
        handler = f"{self.container.service_name}.{self.method_name}"
        attempt = Attempt(handler, arrival.delivered.event_id)
        try:
            deaths = self.attempts.deaths(attempt)
            if deaths and not arrival.comes_last:
                arrival.comes_last = True
                self.line.append(arrival)
                return None
            if deaths >= ATTEMPTS_LIMIT:
                error = ProcessDiedError(f"the process died {deaths} times while handling it")
                held = self._settle_failed(arrival, error)
            else:
                self.attempts.begin(attempt)
                held = self.give_to_worker(arrival).wait()
        except Transient as error:
            self._hold(arrival, error)
            return True
        self.attempts.end(attempt)
        return held

    def _decoded(self, message: Any) -> Arrival:
        envelope = Envelope.from_bytes(bytes(message.body))
        event = self.event.from_wire(envelope.data)
        calls = tuple(message.headers.get(CALL_IDS_HEADER, []))
        traceparent = message.headers.get(TRACEPARENT_HEADER)
        delivered = Delivered(envelope.id, event, calls, traceparent)
        arrival = Arrival(message, delivered, envelope.time)
        arrival.alone = arrival.redelivered
        return arrival

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
        settled.send(self._settle(arrival, exc_info))
        return result, exc_info

    def _settle(self, arrival: Arrival, exc_info: Any) -> bool:
        """Answer for it; True when it is held in place of that."""
        if exc_info is None:
            self.queue_consumer.ack_message(arrival.message)
            self.observe_lag([arrival])
            return False
        if isinstance(exc_info[1], Away):
            self._hold(arrival, exc_info[1])
            return True
        return self._settle_failed(arrival, exc_info[1])

    def _settle_failed(self, arrival: Arrival, error: BaseException) -> bool:
        held = not self._forward(arrival.message, error)
        if held:
            self._hold(arrival, Away("neither retry nor dead letter was taken"))
        return held

    def _forward(self, message: Any, error: BaseException) -> bool:
        """Ack once a retry or dead-letter queue has it; False when none took it."""
        settings = self.container.config["settings"]
        try:
            self.forwarder.send(forwarded(self.queue.name, message, error, settings))
        except Transient:
            return False
        self.queue_consumer.ack_message(message)
        return True

    def _hold(self, arrival: Arrival, error: BaseException) -> None:
        """To the end of the line. The whole line waits when it is held for the first time.

        Should the fault be its own, it waits for itself from then on and stops no other.
        """
        if not arrival.pause:
            self.outage.begin(error)
        arrival.alone = True
        arrival.pause = outages.longer(arrival.pause)
        arrival.not_before = time.monotonic() + arrival.pause
        self.line.append(arrival)
        self._waiting.set(len(self.line))
        if not self._at_work:
            self.container.spawn_managed_thread(self._work_off)

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
