"""Exchanges, queues and bindings on the customs side of the broker."""

from typing import Final

from pika.adapters.blocking_connection import BlockingChannel

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorizationRequested
from contracts.base import Event
from contracts.certificates import LayoutReceived, LayoutRejected
from contracts.customs import SOURCE
from contracts.exceptions import ReprintGranted
from contracts.printing import (
    PrintCancelled,
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintReleased,
)
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    event_queue_arguments,
    event_queue_name,
    exchange_name,
)

EXCHANGE: Final = exchange_name(SOURCE)
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
    PrintCancelled: "on_print_cancelled",
    ReprintGranted: "on_reprint_granted",
}
"""What customs listens to, and the name of each handler."""


def handler_name(event: type[Event]) -> str:
    return f"{SOURCE}.{HEARD[event]}"


def queue_name(event: type[Event]) -> str:
    return event_queue_name(event, SOURCE, HEARD[event])


def declare(channel: BlockingChannel) -> None:
    """Declare everything customs needs; declaring it again changes nothing."""
    _declare_exchange(channel, EXCHANGE)
    _declare_exchange(channel, DEAD_LETTER_EXCHANGE)
    channel.queue_declare(DEAD_LETTER_QUEUE, durable=True, arguments=DEAD_LETTER_QUEUE_ARGUMENTS)
    channel.queue_bind(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, routing_key="#")
    for event in HEARD:
        exchange, queue = exchange_name(event.SOURCE), queue_name(event)
        _declare_exchange(channel, exchange)
        channel.queue_declare(queue, durable=True, arguments=event_queue_arguments(queue))
        channel.queue_bind(queue, exchange, routing_key=event.__name__)


def _declare_exchange(channel: BlockingChannel, name: str) -> None:
    channel.exchange_declare(name, exchange_type=EXCHANGE_TYPE, durable=True)
