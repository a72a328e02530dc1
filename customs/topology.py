"""Exchanges, queues and bindings on the customs side of the broker."""

from typing import Final

from pika.adapters.blocking_connection import BlockingChannel

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorizationRequested
from contracts.base import Event
from contracts.certificates import LayoutReceived, LayoutRejected
from contracts.customs import SOURCE
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased

EXCHANGE: Final = f"{SOURCE}.events"
DEAD_LETTERS: Final = "dead_letters"
DELIVERY_LIMIT: Final = 10
"""Deliveries that may end without an answer (a killed process) before a message is dead."""

HEARD: Final[dict[type[Event], str]] = {
    SealAuthorizationRequested: "on_seal_authorization_requested",
    AgentAuthorized: "on_agent_authorized",
    AgentRevoked: "on_agent_revoked",
    LayoutReceived: "on_layout_received",
    LayoutRejected: "on_layout_rejected",
    PrintIssued: "on_print_issued",
    PrintReleased: "on_print_released",
    PrintCompleted: "on_print_completed",
    PrintFailed: "on_print_failed",
    ReprintGranted: "on_reprint_granted",
}
"""What customs listens to, and the name of each handler."""


def handler_name(event: type[Event]) -> str:
    return f"{SOURCE}.{HEARD[event]}"


def queue_name(event: type[Event]) -> str:
    return f"evt-{event.SOURCE}-{event.__name__}--{handler_name(event)}"


def declare(channel: BlockingChannel) -> None:
    """Declare everything customs needs; declaring it again changes nothing."""
    _declare_exchange(channel, EXCHANGE)
    _declare_exchange(channel, DEAD_LETTERS)
    channel.queue_declare(DEAD_LETTERS, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(DEAD_LETTERS, DEAD_LETTERS, routing_key="#")
    for event in HEARD:
        exchange, queue = f"{event.SOURCE}.events", queue_name(event)
        _declare_exchange(channel, exchange)
        channel.queue_declare(queue, durable=True, arguments=_arguments(queue))
        channel.queue_bind(queue, exchange, routing_key=event.__name__)


def _declare_exchange(channel: BlockingChannel, name: str) -> None:
    channel.exchange_declare(name, exchange_type="topic", durable=True)


def _arguments(queue: str) -> dict[str, object]:
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_LETTERS,
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
