"""What an operator waits for after a node of a cluster came back, and does where it stays apart."""

import time
from collections.abc import Sequence
from typing import Final

from deploy.local import server
from deploy.local.cluster.brokers import BrokerCluster, BrokerNode
from deploy.local.cluster.node import Node
from deploy.local.cluster.stack import ClusterStack
from deploy.local.server import Progress, ServerFailedError

WHOLE_SECONDS: Final = 240.0
"""Since the node came back, or since it was started again."""
PARTED_SECONDS: Final = 15.0
"""After which nodes of the broker that stay apart will not find together by themselves."""
MISSED_SECONDS: Final = 120.0
"""After which a node of the broker has started every member of a queue that it will start: some
fell when it was seen again while it was about to pause."""


def await_whole(stack: ClusterStack, returned: Sequence[Node], report: Progress) -> None:
    """Until any one node may go. In the thread that started the stack: a server ends with it.

    Nodes of the broker among those that returned are started again once where it does not become
    whole by itself, and `report` is told why (docs/decisions/0033). Raises ServerFailedError.
    """
    began = time.monotonic()
    brokers = [node for node in returned if isinstance(node, BrokerNode)]
    while not stack.is_whole():
        waited = time.monotonic() - began
        if waited > WHOLE_SECONDS:
            raise ServerFailedError("\n".join(map(_last_words, returned)))
        if brokers and (why := _why_again(stack.broker, waited)):
            for node in brokers:
                report(f"{node.name} started again: {why}")
                node.kill()
                server.restart(node)
            began, brokers = time.monotonic(), []
        time.sleep(1.0)


def _why_again(broker: BrokerCluster, waited: float) -> str | None:
    """What does not end with RabbitMQ 3.10 until the node that came back is started again."""
    if waited > PARTED_SECONDS and broker.is_parted():
        return "the others stayed apart from it"
    if waited > MISSED_SECONDS and not broker.is_whole():
        return "queues missed their members on it"
    return None


def _last_words(node: Node) -> str:
    return f"{node.name} does not recover:\n{node.last_words()}"
