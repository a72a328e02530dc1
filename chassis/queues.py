"""The queues of an event handler as kombu declares them."""

from collections.abc import Iterable, Mapping
from typing import Any

import amqp
from kombu import Exchange, Queue, binding

from contracts.base import Event
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    REQUEST_QUEUE_ARGUMENTS,
    advice_on_differing_queue,
    asks_exchange,
    event_queue_arguments,
    event_queue_name,
    exchange_name,
    given_up_exchange,
    request_queue_name,
    retry_exchange,
    retry_queue_arguments,
)


class QueueDiffersError(Exception):
    """A queue of this name was declared with other arguments; the message says what to do."""


def own_exchange(name: str, kind: str = "direct") -> Exchange:
    return Exchange(name, type=kind, durable=True)


def dead_letter_queue() -> Queue:
    return Queue(
        DEAD_LETTER_QUEUE,
        exchange=own_exchange(DEAD_LETTER_EXCHANGE, EXCHANGE_TYPE),
        routing_key="#",
        queue_arguments=DEAD_LETTER_QUEUE_ARGUMENTS,
    )


def dead_letters_of(queue_name: str, service: str) -> Queue:
    """The same, bound to what the service itself gives up on: it can name no queue but its own."""
    return Queue(
        DEAD_LETTER_QUEUE,
        exchange=own_exchange(given_up_exchange(service)),
        routing_key=queue_name,
        queue_arguments=DEAD_LETTER_QUEUE_ARGUMENTS,
    )


def event_queue(event: type[Event], service: str, method: str) -> Queue:
    """The broker counts deliveries without end: `chassis.attempts` counts those that matter.

    It takes the events of its kind, and again what waited or was given up on.
    """
    name = event_queue_name(event, service, method)
    return Queue(
        name,
        bindings=[
            binding(own_exchange(exchange_name(event.SOURCE), EXCHANGE_TYPE), event.__name__),
            binding(own_exchange(retry_exchange(service)), name),
        ],
        queue_arguments=event_queue_arguments(name),
    )


def retry_queue(name: str, service: str) -> Queue:
    """Messages of all its handlers wait here until their expiration, and then go back."""
    return Queue(
        name,
        exchange=own_exchange(name, "fanout"),
        queue_arguments=retry_queue_arguments(service),
    )


def request_queue(service: str, askers: Mapping[str, Iterable[str]]) -> Queue:
    """`askers` names what each process may ask, as `<service>.<method>`."""
    return Queue(
        request_queue_name(service),
        bindings=[
            binding(own_exchange(asks_exchange(process)), name)
            for process, names in askers.items()
            for name in names
        ],
        queue_arguments=REQUEST_QUEUE_ARGUMENTS,
    )


def declare(queue: Queue, channel: Any) -> Queue:
    """The queue bound to the channel. Raises QueueDiffersError."""
    bound = queue(channel)
    try:
        bound.declare()
    except amqp.PreconditionFailed as error:
        advice = advice_on_differing_queue(queue.name, error.reply_text)
        raise QueueDiffersError(advice) from error
    return bound
