"""A connection to the broker that comes back, and publishing that knows what was taken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pika
import structlog
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError, NackError, UnroutableError

from customs.errors import Unavailable
from customs.topology import declare

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
PERSISTENT = 2


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


@contextmanager
def open_channel(amqp_url: str) -> Iterator[BlockingChannel]:
    """A channel with confirms and the topology declared; Unavailable once the broker goes away."""
    parameters = pika.URLParameters(amqp_url)
    parameters.socket_timeout = parameters.stack_timeout = 5
    try:
        connection = pika.BlockingConnection(parameters)
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            declare(channel)
            yield channel
        finally:
            _close(connection)
    except (AMQPError, OSError) as error:
        raise Unavailable("broker") from error


def publish(
    channel: BlockingChannel, exchange: str, routing_key: str, body: bytes, **properties: Any
) -> bool:
    """True when a queue took it, False when none did."""
    try:
        channel.basic_publish(
            exchange,
            routing_key,
            body,
            pika.BasicProperties(delivery_mode=PERSISTENT, **properties),
            mandatory=True,
        )
    except (UnroutableError, NackError):
        return False
    return True


def _close(connection: pika.BlockingConnection) -> None:
    """Closing what is broken already tells nothing new."""
    try:
        if connection.is_open:
            connection.close()
    except (AMQPError, OSError) as error:
        log.info("broker_connection_dropped", error=repr(error))
