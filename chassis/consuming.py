"""Consumers that are back within seconds of their broker."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import pools
from nameko.messaging import QueueConsumer
from nameko.rpc import ReplyListener, RpcConsumer

LONGEST_WAIT_SECONDS = 2.0


class SteadyConsumer(QueueConsumer):  # type: ignore[misc]
    """Tries again every two seconds at the latest; kombu would come to wait half a minute."""

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        with self.create_connection() as connection:
            connection.ensure_connection(
                self.on_connection_error,
                interval_start=0.5,
                interval_step=0.5,
                interval_max=LONGEST_WAIT_SECONDS,
            )
            yield connection

    def on_connection_revived(self) -> None:
        """Pooled connections of before would swallow one unconfirmed reply each."""
        pools.reset()


def use_steady_consumers() -> None:
    """For nameko's own RPC extensions too; before any container is made."""
    RpcConsumer.queue_consumer = SteadyConsumer()
    ReplyListener.queue_consumer = SteadyConsumer()
