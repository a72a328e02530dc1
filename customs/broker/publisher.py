"""Publishing in batches: confirms on, mandatory, one wait for all confirms of a batch.

pika's blocking channel waits for each confirm, and transactions lose what a quorum queue refuses
(rabbitmq-server issue 8966), so this one turns the loop of the asynchronous connection itself.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from pika.adapters.select_connection import IOLoop, SelectConnection
from pika.channel import Channel
from pika.exceptions import AMQPError
from pika.spec import Basic, BasicProperties

from contracts.amqp import Address
from contracts.publishing import PERSISTENT, Confirms, Message
from customs.broker.connection import parameters_of
from customs.errors import Unavailable

TIMEOUT_SECONDS: Final = 15.0
CLOSING_SECONDS: Final = 1.0


class Publisher:
    """One connection for one thread; useless after a failure, so make another then.

    Every method raises Unavailable when the broker is away or does not answer in time.
    """

    def __init__(self, amqp_url: str) -> None:
        self._loop = IOLoop()
        self._user = Address.of(amqp_url).user
        self._channel: Channel | None = None
        self._failure: BaseException | None = None
        self._confirms = Confirms()
        self._connection = SelectConnection(
            parameters_of(amqp_url)[0],
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._prepare),
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
            custom_ioloop=self._loop,
        )
        try:
            self._run(TIMEOUT_SECONDS, self._on_timeout)
        except Unavailable:
            self.close()
            raise

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Return the ids of the messages that no queue took."""
        if self._channel is None or self._failure is not None:
            raise Unavailable("broker") from self._failure
        try:
            for message in messages:
                self._send(self._channel, message)
        except AMQPError as error:
            raise Unavailable("broker") from error
        if self._confirms.are_missing:
            self._run(TIMEOUT_SECONDS, self._on_timeout)
        if self._confirms.stale:
            self._failure = ConnectionError("the broker refused a message itself")
        return self._confirms.take_refused()

    def idle(self, seconds: float) -> None:
        """Wait, and answer the broker's heartbeats meanwhile."""
        self._run(seconds, self._loop.stop)

    def close(self) -> None:
        """Best effort: what is broken needs no closing."""
        if self._connection.is_open:
            self._connection.close()
            give_up = time.monotonic() + CLOSING_SECONDS
            self._loop.call_later(CLOSING_SECONDS, self._loop.stop)
            while not self._connection.is_closed and time.monotonic() < give_up:
                self._loop.start()  # the end of the channel stops it before that of the connection
        self._loop.close()

    def _prepare(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._on_lost)
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._loop.stop())
        self._channel = channel

    def _send(self, channel: Channel, message: Message) -> None:
        self._confirms.expect(message.message_id)
        channel.basic_publish(
            message.exchange,
            message.routing_key,
            message.body,
            BasicProperties(
                delivery_mode=PERSISTENT,
                content_type=message.content_type,
                message_id=message.message_id,
                user_id=self._user,
                headers=message.headers,
            ),
            mandatory=True,
        )

    def _run(self, seconds: float, at_end: Callable[[], None]) -> None:
        """Turn the loop until a callback stops it or the time is over."""
        timer = self._loop.call_later(seconds, at_end)
        self._loop.start()
        self._loop.remove_timeout(timer)
        if self._failure is not None:
            raise Unavailable("broker") from self._failure

    def _on_confirm(self, frame: Any) -> None:
        method = frame.method
        taken = isinstance(method, Basic.Ack)
        self._confirms.answer(method.delivery_tag, multiple=method.multiple, taken=taken)
        if not self._confirms.are_missing:
            self._loop.stop()

    def _on_return(
        self, _: Channel, __: Basic.Return, properties: BasicProperties, ___: bytes
    ) -> None:
        self._confirms.give_back(str(properties.message_id))

    def _on_lost(self, _: object, reason: BaseException) -> None:
        self._failure = reason
        self._loop.stop()

    def _on_timeout(self) -> None:
        self._failure = TimeoutError("the broker did not answer in time")
        self._loop.stop()
