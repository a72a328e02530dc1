"""Consumers that outlive their broker and are back within seconds of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol, runtime_checkable

import amqp
import eventlet
import structlog
from kombu import pools
from nameko.messaging import QueueConsumer, QueueConsumerStopped

from chassis.broker import NodeConnection, connect, discard
from contracts.silence import HEARTBEAT_SECONDS

log = structlog.get_logger()

LONGEST_WAIT_SECONDS = 2.0
CONNECTION_LOST = (OSError, amqp.AMQPError)


class _ToldToStopError(Exception):
    """Ends the waiting for a broker."""


@runtime_checkable
class OfConnection(Protocol):
    """A provider whose queue lives no longer than the connection."""

    def renew(self) -> None:
        """Choose another queue."""


class SteadyConsumer(QueueConsumer):
    """Tries again every two seconds at the latest; kombu would come to wait half a minute."""

    should_stop: bool
    _pending_remove_providers: dict[Any, Any]
    _providers: set[Any]

    def run(self) -> None:
        """Consume until stopped, whatever a broken connection makes kombu and py-amqp raise."""
        while not self.should_stop:
            try:
                super().run()
            except _ToldToStopError:
                return
            except QueueConsumerStopped:
                raise
            except Exception:
                log.exception("consumer_broken")
                eventlet.sleep(LONGEST_WAIT_SECONDS)

    @property
    def connection(self) -> NodeConnection:
        """To any node of the broker, another one sooner or later."""
        return connect(self.amqp_uri, heartbeat=HEARTBEAT_SECONDS)

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        """A connection that failed is dropped: closing it properly would wait for the broker."""
        connection = self.connection
        try:
            connection.ensure_connection(
                self.on_connection_error,
                interval_start=0.5,
                interval_step=0.5,
                interval_max=LONGEST_WAIT_SECONDS,
                callback=self._stop_without_broker,
            )
            yield connection
        except BaseException:
            discard(connection)
            raise
        connection.release()

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        log.warning("broker_away", error=str(exc), again_in_seconds=interval)

    def _stop_without_broker(self) -> None:
        """Asked once a second while there is no connection."""
        self._cancel_consumers_if_requested()
        if self.should_stop or (self._consumers_ready.ready() and not self._consumers):
            self.should_stop = True
            raise _ToldToStopError

    def _cancel_consumers_if_requested(self) -> None:
        """nameko would forget who waits for it when the broker goes away at this very moment."""
        pending, self._pending_remove_providers = self._pending_remove_providers, {}
        for provider, removed in pending.items():
            with suppress(*CONNECTION_LOST):
                self._consumers.pop(provider).cancel()
            removed.send()

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:
        """On each new connection; what belongs to the connection alone is made anew with it."""
        for provider in self._providers:
            if isinstance(provider, OfConnection):
                provider.renew()
        return super().get_consumers(consumer_cls, channel)

    def on_connection_revived(self) -> None:
        """Pooled connections of before would swallow one unconfirmed reply each."""
        pools.reset()

    def ack_message(self, message: Any, *, multiple: bool = False) -> None:
        """On a connection that is lost the broker has taken the message back, which is as well."""
        if message.channel.connection:
            with suppress(*CONNECTION_LOST):
                message.ack(multiple=multiple)

    def requeue_message(self, message: Any) -> None:
        if message.channel.connection:
            with suppress(*CONNECTION_LOST):
                message.requeue()
