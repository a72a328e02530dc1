"""What all who meet at the broker agree on: names and arguments of queues, headers of messages.

The events of a source leave through one topic exchange, under their class's name. Each handler has
a quorum queue of its own; what it gives up on goes to the dead letters. Whoever publishes has
exchanges of its own for that, and what these are bound to is all that it can reach; who has which
rights stands in `contracts.accounts`.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from contracts.base import Event

EXCHANGE_TYPE: Final = "topic"
DEAD_LETTER_EXCHANGE: Final = "dead_letters"
DEAD_LETTER_QUEUE: Final = "dead_letters"
UNLIMITED_DELIVERIES: Final = 1_000_000_000
"""RabbitMQ 4 gives a queue that says nothing a limit of 20, which counts healthy messages too."""
ATTEMPTS_LIMIT: Final = 10
"""Processes that may die while they handle one event before it is dead; consumers count them."""

REPLIES_EXCHANGE: Final = "replies"
"""Where answers to requests go, each under the name of the queue of whoever asked."""
SERVICES_EXCHANGE: Final = "services.events"
"""In the virtual host of customs: what the services say to it."""
TO_CUSTOMS_QUEUE: Final = "bridge.to_customs"
"""In the virtual host of the services: what the bridge carries over."""
FROM_CUSTOMS_QUEUE: Final = "bridge.from_customs"
"""In the virtual host of customs, the other way."""

CALL_IDS_HEADER: Final = "nameko.call_id_stack"
ASSERTION_HEADER: Final = "originprint.assertion"
ASKER_HEADER: Final = "originprint.asker"
"""Who is calling, signed by the gateway; and which service asks, signed by itself."""
RETRIES: Final = 3
"""How often an event is tried again, each time after a longer wait."""
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


def asks_exchange(process: str) -> str:
    """What it asks leaves here; bound to the methods that it may ask, and to no other."""
    return f"{process}.asks"


def retry_exchange(service: str) -> str:
    """Leads back to the queues of the service's handlers, under their names."""
    return f"{service}.retry"


def retry_queue_name(service: str, attempt: int) -> str:
    """Where messages of all handlers of the service wait, each under the name of its own queue.

    `attempt` counts from 1. The exchange that leads there has this name too.
    """
    return f"{service}.retry{attempt}"


def retry_queue_names(service: str) -> list[str]:
    """Of all its retries, in their order."""
    return [retry_queue_name(service, attempt) for attempt in range(1, RETRIES + 1)]


def given_up_exchange(service: str) -> str:
    """Leads to the dead letters, under the names of the service's own queues only."""
    return f"{service}.given_up"


def request_queue_name(service: str) -> str:
    """Its requests; the name is nameko's."""
    return f"rpc-{service}"


REQUEST_QUEUE_ARGUMENTS: Final[dict[str, Any]] = {"x-queue-type": "quorum"}
"""On one node alone it would be gone with it, and the service with the queue."""


def reply_queue_name(process: str, own: UUID) -> str:
    """Of one running process; the answers to it carry this name as routing key."""
    return f"rpc.reply-{process}-{own}"


def live_queue_name(own: UUID) -> str:
    """What one gateway tells browsers of."""
    return f"gateway-live-{own}"


def event_queue_name(event: type[Event], service: str, method: str) -> str:
    """One for each handler; the form is that of nameko."""
    return f"evt-{event.SOURCE}-{event.__name__}--{service}.{method}"


def service_of_queue(queue: str) -> str:
    """Whose handler it belongs to; raises ValueError for one that is no handler's."""
    _, found, handler = queue.partition("--")
    if not found:
        raise ValueError(f"{queue} belongs to no handler")
    return handler.partition(".")[0]


def event_queue_arguments(queue: str) -> dict[str, Any]:
    """Dead letters keep the name of their queue as routing key."""
    return _forwarding(DEAD_LETTER_EXCHANGE) | {
        "x-delivery-limit": UNLIMITED_DELIVERIES,
        "x-dead-letter-routing-key": queue,
    }


def retry_queue_arguments(service: str) -> dict[str, Any]:
    """Messages wait until they expire, and go back to the queue under whose name they came."""
    return _forwarding(retry_exchange(service))


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


def _forwarding(exchange: str) -> dict[str, Any]:
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
