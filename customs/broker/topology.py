"""Exchanges, queues and bindings in the virtual host of customs; a bridge joins it to the other."""

from collections.abc import Mapping
from typing import Any, Final

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorizationRequested
from contracts.base import Event
from contracts.certificates import LayoutReceived, LayoutRejected
from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from contracts.customs import SOURCE
from contracts.exceptions import ReprintGranted
from contracts.printing import (
    PrintCancelled,
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintReleased,
)
from contracts.results import AuthorizationResultReleased
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    SERVICES_EXCHANGE,
    advice_on_differing_queue,
    event_queue_arguments,
    event_queue_name,
    exchange_name,
    retry_exchange,
)

EXCHANGE: Final = exchange_name(SOURCE)
AGAIN: Final = retry_exchange(SOURCE)
"""Through it dead letters are given back to their queue."""
PRECONDITION_FAILED: Final = 406
"""AMQP 0-9-1, 1.2: something of this name is not as it was asked for."""
HEARD: Final[dict[type[Event], str]] = {
    SealAuthorizationRequested: "on_seal_authorization_requested",
    AuthorizationResultReleased: "on_authorization_result_released",
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
    CounterClaimAccepted: "on_counter_claim_accepted",
    CounterClaimRefused: "on_counter_claim_refused",
}
"""What customs listens to, and the name of each handler."""


class QueueDiffersError(Exception):
    """A queue of this name was declared with other arguments; the message says what to do."""


def handler_name(event: type[Event]) -> str:
    return f"{SOURCE}.{HEARD[event]}"


def queue_name(event: type[Event]) -> str:
    return event_queue_name(event, SOURCE, HEARD[event])


def declare(channel: BlockingChannel) -> None:
    """Everything customs needs; declaring it again changes nothing. Raises QueueDiffersError."""
    _declare_exchange(channel, EXCHANGE)
    _declare_exchange(channel, DEAD_LETTER_EXCHANGE)
    _declare_queue(channel, DEAD_LETTER_QUEUE, DEAD_LETTER_QUEUE_ARGUMENTS)
    channel.queue_bind(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, routing_key="#")
    _declare_exchange(channel, SERVICES_EXCHANGE)
    channel.exchange_declare(AGAIN, exchange_type="direct", durable=True)
    for event in HEARD:
        queue = queue_name(event)
        _declare_queue(channel, queue, event_queue_arguments(queue))
        channel.queue_bind(queue, SERVICES_EXCHANGE, routing_key=event.__name__)
        channel.queue_bind(queue, AGAIN, routing_key=queue)


def _declare_exchange(channel: BlockingChannel, name: str) -> None:
    channel.exchange_declare(name, exchange_type=EXCHANGE_TYPE, durable=True)


def _declare_queue(channel: BlockingChannel, name: str, arguments: Mapping[str, Any]) -> None:
    try:
        channel.queue_declare(name, durable=True, arguments=arguments)
    except ChannelClosedByBroker as error:
        if error.reply_code != PRECONDITION_FAILED:
            raise
        raise QueueDiffersError(advice_on_differing_queue(name, error.reply_text)) from error
