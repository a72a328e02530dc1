"""How many messages wait in a service's queues, asked of the broker without consuming any."""

from collections.abc import Sequence

import amqp
from kombu import Connection
from kombu.exceptions import OperationalError

from chassis.broker import connect, discard
from chassis.errors import Away
from chassis.metrics import QUEUE_MESSAGES

ANSWER_SECONDS = 5.0


class QueueDepths:
    """Keeps one connection, opened when needed and thrown away after any failure."""

    def __init__(self, amqp_url: str, queues: Sequence[str]) -> None:
        self._amqp_url = amqp_url
        self._queues = queues
        self._connection: Connection | None = None

    def measure(self) -> None:
        """Set the gauge of every queue that exists; Away when the broker is.

        What is not known is not shown: a number from before an outage would look like news.
        """
        depths: dict[str, int | None] = {}
        try:
            depths = self._count()
        except (OSError, OperationalError, amqp.AMQPError) as error:
            self.close()
            raise Away(f"queues cannot be counted: {error!r}") from error
        finally:
            QUEUE_MESSAGES.clear()
            for queue, messages in depths.items():
                if messages is not None:
                    QUEUE_MESSAGES.labels(queue).set(messages)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            discard(connection)

    def _count(self) -> dict[str, int | None]:
        """All on one channel: to open one costs the broker more than to count."""
        if self._connection is None:
            self._connection = connect(self._amqp_url, answer_seconds=ANSWER_SECONDS)
        depths: dict[str, int | None] = {}
        channel = self._connection.channel()
        for queue in self._queues:
            try:
                found = channel.queue_declare(queue=queue, passive=True)
            except amqp.NotFound:  # the broker has closed the channel
                depths[queue] = None
                channel = self._connection.channel()
            else:
                depths[queue] = int(found.message_count)
        channel.close()
        return depths
