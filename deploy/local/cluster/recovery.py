"""What an operator waits for after a node of a cluster came back, and does where it stays apart."""

import time
from collections.abc import Sequence
from typing import Final

from deploy.local import server
from deploy.local.cluster.brokers import BrokerNode
from deploy.local.cluster.node import Node
from deploy.local.cluster.stack import ClusterStack
from deploy.local.server import Progress, ServerFailedError

WHOLE_SECONDS: Final = 240.0
PARTED_SECONDS: Final = 15.0
"""After which nodes of the broker that stay apart will not find together by themselves."""


def await_whole(stack: ClusterStack, returned: Sequence[Node], report: Progress) -> None:
    """Until any one node may go. In the thread that started the stack: a server ends with it.

    Where the broker's nodes stay apart, those that returned are started again once, and `report` is
    told of each (docs/decisions/0033). Raises ServerFailedError after WHOLE_SECONDS.
    """
    began = time.monotonic()
    apart = [node for node in returned if isinstance(node, BrokerNode)]
    while not stack.is_whole():
        waited = time.monotonic() - began
        if waited > WHOLE_SECONDS:
            raise ServerFailedError("\n".join(map(_last_words, returned)))
        if apart and waited > PARTED_SECONDS and stack.broker.is_parted():
            for node in apart:
                report(f"{node.name} started again, from which the others stayed apart")
                node.kill()
                server.restart(node)
            apart = []
        time.sleep(1.0)


def _last_words(node: Node) -> str:
    return f"{node.name} does not recover:\n{node.last_words()}"
