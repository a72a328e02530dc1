"""What all who meet at the broker agree on: names and arguments of queues, headers of messages.

The events of a source leave through one topic exchange, under their class's name. Each handler has
a quorum queue of its own; what it gives up on goes to the dead letters.
"""

from datetime import datetime
from typing import Any, Final

from contracts.base import Event

EXCHANGE_TYPE: Final = "topic"
DEAD_LETTER_EXCHANGE: Final = "dead_letters"
DEAD_LETTER_QUEUE: Final = "dead_letters"
UNLIMITED_DELIVERIES: Final = 1_000_000_000
"""RabbitMQ 4 gives a queue that says nothing a limit of 20, which counts healthy messages too."""
ATTEMPTS_LIMIT: Final = 10
"""Processes that may die while they handle one event before it is dead; consumers count them."""

CALL_IDS_HEADER: Final = "nameko.call_id_stack"
ASSERTION_HEADER: Final = "originprint.assertion"
ASKER_HEADER: Final = "originprint.asker"
"""Who is calling, signed by the gateway; and which service asks, signed by itself."""
RETRIES_HEADER: Final = "x-retries"
REASON_HEADER: Final = "x-reason"
DIED_AT_HEADER: Final = "x-died-at"
ORIGIN_QUEUE_HEADER: Final = "x-origin-queue"
LONGEST_REASON: Final = 2000

ANSWER_BEGINS: Final = b'{"result":'
ANSWER_ENDS: Final = b',"error":null}'
"""How the answer to a request is written around its reply, so that it can be passed on unread."""

DEAD_LETTER_QUEUE_ARGUMENTS: Final[dict[str, Any]] = {"x-queue-type": "quorum"}


def exchange_name(source: str) -> str:
    """The topic exchange through which this source says its events."""
    return f"{source}.events"


def event_queue_name(event: type[Event], service: str, method: str) -> str:
    """One for each handler; the form is that of nameko."""
    return f"evt-{event.SOURCE}-{event.__name__}--{service}.{method}"


def event_queue_arguments(queue: str) -> dict[str, Any]:
    """Dead letters keep the name of their queue as routing key."""
    return _forwarding(DEAD_LETTER_EXCHANGE, queue) | {"x-delivery-limit": UNLIMITED_DELIVERIES}


def retry_queue_name(queue: str, attempt: int) -> str:
    """`attempt` counts from 1."""
    return f"{queue}.retry{attempt}"


def retry_queue_arguments(queue: str) -> dict[str, Any]:
    """Of a queue where messages wait until they expire, to go back to `queue`."""
    return _forwarding("", queue)


def dead_letter_headers(queue: str, reason: str, died_at: datetime) -> dict[str, Any]:
    """Where the message came from, why it was given up on, at most LONGEST_REASON characters."""
    return {
        ORIGIN_QUEUE_HEADER: queue,
        REASON_HEADER: reason[:LONGEST_REASON],
        DIED_AT_HEADER: died_at.isoformat(),
    }


def advice_on_differing_queue(queue: str, reply: str) -> str:
    """For a queue that was declared with other arguments before; `reply` says which."""
    return (
        f"{queue} exists with other arguments: let its consumers empty it, delete it with"
        f" `rabbitmqctl delete_queue {queue}` and start again ({reply})"
    )


def _forwarding(exchange: str, routing_key: str) -> dict[str, Any]:
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-routing-key": routing_key,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
