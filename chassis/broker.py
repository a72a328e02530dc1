"""Publishing many messages at once: confirms on, mandatory, one wait for the whole batch."""

import socket
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import amqp
from kombu import Connection

from chassis.errors import Away
from contracts.amqp import Address
from contracts.publishing import PERSISTENT, Confirms, Message
from contracts.silence import TCP_OPTIONS

__all__ = ["BatchPublisher", "Message", "connect", "discard", "pooled"]

CONNECT_OPTIONS = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2}
CONNECT_SECONDS = 5
ALL_NODES_SECONDS = 3 * CONNECT_SECONDS
"""For all tries together, where kombu would take the time of one: a silent node is passed by."""


class NodeConnection(Connection):  # type: ignore[misc] # kombu has no types
    """To whichever node of the broker answers, each of which must prove its own name."""

    ssl: Any

    def _init_params(self, *args: Any, **params: Any) -> None:
        """Called for each node in turn.

        kombu would keep the first one's name for all, and ask `localhost` for the name 127.0.0.1.
        """
        super()._init_params(*args, **params)
        if self.ssl:
            self.ssl = {**self.ssl, "server_hostname": self.hostname}


def connect(
    amqp_url: str,
    *,
    heartbeat: int = 0,
    answer_seconds: float | None = None,
    confirm_publish: bool = False,
) -> NodeConnection:
    """A broker connection; heartbeats only where somebody keeps draining it.

    `answer_seconds` bounds each wait for the broker, for those who ask it things now and then.
    """
    address = Address.of(amqp_url)
    options = {
        "read_timeout": answer_seconds,
        "write_timeout": answer_seconds,
        "socket_settings": {getattr(socket, name): its for name, its in TCP_OPTIONS.items()},
        "confirm_publish": confirm_publish,
        "connect_retries_timeout": ALL_NODES_SECONDS,
    }
    return NodeConnection(
        address.anywhere(),
        ssl=address.tls_options() or False,
        heartbeat=heartbeat,
        connect_timeout=CONNECT_SECONDS,
        transport_options=CONNECT_OPTIONS | options,
    )


@lru_cache(maxsize=8)
def pooled(amqp_url: str, *, confirm_publish: bool) -> NodeConnection:
    """It names a pool of kombu's, and is never opened itself."""
    return connect(amqp_url, confirm_publish=confirm_publish)


def discard(connection: Connection) -> None:
    """Let go of it without waiting for a broker that may be away."""
    try:
        connection.collect(socket_timeout=0.5)
    except (OSError, amqp.AMQPError):
        connection.release()


class BatchPublisher:
    """One connection, opened when needed and thrown away after any failure and when it is stale.

    Each message carries its sender's account, which the broker checks.
    """

    def __init__(self, amqp_url: str, *, confirm_timeout_seconds: float = 15.0) -> None:
        self._amqp_url = amqp_url
        self._user = Address.of(amqp_url).user
        self._timeout = confirm_timeout_seconds
        self._connection: Connection | None = None
        self._channel: amqp.Channel | None = None
        self._confirms = Confirms()

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Return the message ids that no queue took; Away when not all were confirmed."""
        try:
            channel = self._open()
            for message in messages:
                self._send(channel, message)
            self._await_confirms()
        except (OSError, amqp.AMQPError) as error:
            self.close()
            raise Away(f"the broker is away: {error!r}") from error
        if self._confirms.stale:
            self.close()
        return self._confirms.take_refused()

    def close(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            discard(connection)

    def _open(self) -> amqp.Channel:
        if self._channel is None:
            self._connection = connect(self._amqp_url)
            try:
                self._connection.connect()
            except Exception as error:
                raise OSError(f"cannot connect: {error!r}") from error
            channel = self._connection.channel()
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
            channel.events["basic_return"].add(self._on_return)
            self._channel, self._confirms = channel, Confirms()
        return self._channel

    def _send(self, channel: amqp.Channel, message: Message) -> None:
        properties: dict[str, Any] = {
            "delivery_mode": PERSISTENT,
            "content_type": message.content_type,
            "message_id": message.message_id,
            "user_id": self._user,
            "application_headers": message.headers,
        }
        if message.expiration_ms is not None:
            properties["expiration"] = str(message.expiration_ms)
        self._confirms.expect(message.message_id)
        channel.basic_publish(
            amqp.Message(message.body, **properties),
            exchange=message.exchange,
            routing_key=message.routing_key,
            mandatory=True,
        )

    def _await_confirms(self) -> None:
        deadline = time.monotonic() + self._timeout
        while self._confirms.are_missing:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or self._connection is None:
                raise TimeoutError("confirms did not come in time")
            self._connection.drain_events(timeout=remaining)

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self._confirms.answer(tag, multiple=multiple, taken=True)

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self._confirms.answer(tag, multiple=multiple, taken=False)

    def _on_return(self, _exc: Any, _exchange: str, _key: str, message: amqp.Message) -> None:
        self._confirms.give_back(message.properties["message_id"])
