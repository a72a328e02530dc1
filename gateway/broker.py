"""The gateway's one connection to RabbitMQ, made again after every loss.

Each part gets a channel of its own; when any of them is lost, all are made anew.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Protocol

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection
from aiormq import TransportFactory
from aiormq.connection import TCPTransportFactory, TLSTransportFactory
from aiormq.exceptions import AMQPError, ChannelInvalidStateError

from contracts.amqp import Address
from contracts.silence import HEARTBEAT_SECONDS, SOCKET_OPTIONS

log = structlog.get_logger()

CONNECT_SECONDS = 5
PAUSE_SECONDS = 0.5
BROKER_ERRORS = (AMQPError, ChannelInvalidStateError, OSError)


class Attachable(Protocol):
    """A part that speaks over the broker."""

    async def attach(self, channel: AbstractChannel) -> None:
        """Declare and consume; the channel is new, confirms are on, returned messages raise."""

    def detach(self) -> None:
        """Forget the channel; it is gone."""


class WatchedSockets(TransportFactory):
    """The kernel asks a silent broker whether it is there."""

    async def create(
        self, url: Any, **kwargs: Any
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        factory = TLSTransportFactory if url.scheme == "amqps" else TCPTransportFactory
        reader, writer = await factory().create(url, **kwargs)
        opened = writer.get_extra_info("socket")
        for option in SOCKET_OPTIONS:
            opened.setsockopt(*option)
        return reader, writer


class WatchedConnection(aio_pika.Connection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kwargs["transport_factory"] = WatchedSockets()


class Broker:
    """Keeps its parts attached for as long as `run` runs."""

    def __init__(self, amqp_url: str, parts: Sequence[Attachable]) -> None:
        self._address = Address.of(amqp_url)
        self._parts = parts
        self.up = asyncio.Event()

    @property
    def is_up(self) -> bool:
        """Whether all parts are attached."""
        return self.up.is_set()

    async def run(self) -> None:
        """Never returns; a broker that is away is tried again twice a second."""
        while True:
            try:
                await self._one_connection()
                log.warning("broker_connection_lost")
            except BROKER_ERRORS as error:
                log.warning("broker_away", error=repr(error))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _one_connection(self) -> None:
        lost = asyncio.Event()
        connection = await self._connected()
        connection.close_callbacks.add(_setting(lost))
        try:
            for part in self._parts:
                channel = await connection.channel(on_return_raises=True)
                channel.close_callbacks.add(_setting(lost))
                await part.attach(channel)
            self.up.set()
            log.info("broker_connected")
            await lost.wait()
        finally:
            self.up.clear()
            for part in self._parts:
                part.detach()
            with contextlib.suppress(*BROKER_ERRORS):
                await connection.close()

    async def _connected(self) -> AbstractConnection:
        """To any node of the broker, whose silence its socket notices before the heartbeats do."""
        return await aio_pika.connect(
            self._address.anywhere()[0],
            connection_class=WatchedConnection,
            timeout=CONNECT_SECONDS,
            ssl_context=self._address.tls_context(),
            heartbeat=HEARTBEAT_SECONDS,
        )


def _setting(event: asyncio.Event) -> Any:
    def on_close(*_: Any) -> None:
        event.set()

    return on_close
