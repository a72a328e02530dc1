"""The queues of an event handler as kombu declares them."""

from typing import Any

import amqp
from kombu import Exchange, Queue

from contracts.base import Event
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    advice_on_differing_queue,
    event_queue_arguments,
    event_queue_name,
    exchange_name,
    retry_queue_arguments,
    retry_queue_name,
)

RETRIES = 3


class QueueDiffersError(Exception):
    """A queue of this name was declared with other arguments; the message says what to do."""


def dead_letter_queue() -> Queue:
    exchange = Exchange(DEAD_LETTER_EXCHANGE, type=EXCHANGE_TYPE, durable=True)
    return Queue(
        DEAD_LETTER_QUEUE,
        exchange=exchange,
        routing_key="#",
        queue_arguments=DEAD_LETTER_QUEUE_ARGUMENTS,
    )


def event_queue(event: type[Event], service: str, method: str) -> Queue:
    """The broker counts deliveries without end: `chassis.attempts` counts those that matter."""
    name = event_queue_name(event, service, method)
    exchange = Exchange(exchange_name(event.SOURCE), type=EXCHANGE_TYPE, durable=True)
    arguments = event_queue_arguments(name)
    return Queue(name, exchange=exchange, routing_key=event.__name__, queue_arguments=arguments)


def retry_queue(queue_name: str, attempt: int) -> Queue:
    """Messages wait here until their expiration and then go back to `queue_name`."""
    name = retry_queue_name(queue_name, attempt)
    return Queue(name, queue_arguments=retry_queue_arguments(queue_name))


def declare(queue: Queue, channel: Any) -> Queue:
    """The queue bound to the channel. Raises QueueDiffersError."""
    bound = queue(channel)
    try:
        bound.declare()
    except amqp.PreconditionFailed as error:
        advice = advice_on_differing_queue(queue.name, error.reply_text)
        raise QueueDiffersError(advice) from error
    return bound
