"""A connection to the broker, and the patience to wait for it."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pika
import structlog
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError

from contracts.amqp import Address, host_of
from contracts.silence import HEARTBEAT_SECONDS, TCP_OPTIONS
from customs.broker.topology import QueueDiffersError, declare
from customs.errors import Unavailable

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
ANSWER_SECONDS = 5


class Pause:
    """Waits that double from 0.2 s to 10 s until something works again."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._seconds = FIRST_PAUSE_SECONDS

    def next(self) -> float:
        """Seconds to wait this time."""
        seconds = self._seconds
        self._seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
        return seconds

    def take(self) -> None:
        self._stop.wait(self.next())

    def reset(self) -> None:
        self._seconds = FIRST_PAUSE_SECONDS


def parameters_of(amqp_url: str) -> list[pika.URLParameters]:
    """Of every node, in the order of this try. Raises OSError without the CA file."""
    address = Address.of(amqp_url)
    context = address.tls_context()
    return [_parameters(node, context) for node in address.anywhere()]


def _parameters(node_url: str, context: ssl.SSLContext | None) -> pika.URLParameters:
    """Short time-outs, so that a dead broker is noticed."""
    parameters = pika.URLParameters(node_url)
    parameters.ssl_options = context and pika.SSLOptions(context, host_of(node_url))
    parameters.socket_timeout = parameters.stack_timeout = ANSWER_SECONDS
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.tcp_options = TCP_OPTIONS
    return parameters


@contextmanager
def open_channel(amqp_url: str) -> Iterator[BlockingChannel]:
    """A channel, the topology declared.

    Unavailable once the broker goes away, and while it has a queue with other arguments.
    """
    try:
        connection = pika.BlockingConnection(parameters_of(amqp_url))
        try:
            channel = connection.channel()
            declare(channel)
            yield channel
        finally:
            _close(connection)
    except (AMQPError, OSError, QueueDiffersError) as error:
        raise Unavailable("broker") from error


def declare_all(amqp_url: str) -> None:
    """Every exchange and queue that customs needs; Unavailable when the broker is away."""
    with open_channel(amqp_url):
        pass  # opening one declares them


def _close(connection: pika.BlockingConnection) -> None:
    """Closing what is broken already tells nothing new."""
    try:
        if connection.is_open:
            connection.close()
    except (AMQPError, OSError) as error:
        log.info("broker_connection_dropped", error=repr(error))
