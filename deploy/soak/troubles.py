"""What happens to a product meanwhile: processes and servers killed, paused, slowed, cut off."""

import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from deploy.local import server
from deploy.local.cluster.node import Node
from deploy.local.cluster.recovery import await_whole
from deploy.local.cluster.stack import ClusterStack
from deploy.local.server import Server
from deploy.local.stack import Stack

Trouble = Callable[[], None]

PAUSE_SECONDS: Final = (1.0, 8.0)
AWAY_SECONDS: Final = (0.0, 4.0)
CUT_OFF_SECONDS: Final = (1.0, 16.0)
"""Some are over before anybody misses the node, others make a neighbour take over."""
QUIET_SECONDS: Final = (1.0, 5.0)
"""Between two troubles, so that each finds a product at work."""
SLOW_SECONDS, SLICE_SECONDS = 6.0, 0.2


class Troubles:
    """One after the other; what each was is kept in `happened`."""

    def __init__(self, stack: Stack | ClusterStack, chance: random.Random) -> None:
        self._stack, self._chance = stack, chance
        self.happened: list[str] = []

    def go_on(self, deadline: float) -> None:
        """In the thread that started the stack: what is started again ends with its thread.

        Raises ServerFailedError for what does not come back.
        """
        while time.monotonic() < deadline:
            what, trouble = self._chance.choice(self._kinds())
            self.happened.append(what)
            trouble()
            time.sleep(self._chance.uniform(*QUIET_SECONDS))

    def _kinds(self) -> list[tuple[str, Trouble]]:
        everybody = [*self._servers(), *self._stack.processes.applications.values()]
        return [
            (f"{one.name} {what}", trouble) for one in everybody for what, trouble in self._of(one)
        ]

    def _servers(self) -> Sequence[Server]:
        if isinstance(self._stack, ClusterStack):
            return self._stack.nodes
        return self._stack.servers.processes

    def _of(self, one: Server) -> list[tuple[str, Trouble]]:
        kinds: list[tuple[str, Trouble]] = [
            ("killed", partial(self._kill, one)),
            ("paused", partial(self._pause, one)),
            ("slowed", partial(_slow, one)),
        ]
        if isinstance(one, Node):
            kinds.append(("cut off", partial(self._cut_off, one)))
        return kinds

    def _kill(self, one: Server) -> None:
        one.kill()
        time.sleep(self._chance.uniform(*AWAY_SECONDS))
        server.restart(one)
        self._await_whole(one)

    def _cut_off(self, node: Node) -> None:
        node.machine.cut_off()
        time.sleep(self._chance.uniform(*CUT_OFF_SECONDS))
        node.machine.rejoin()
        self._await_whole(node)

    def _pause(self, one: Server) -> None:
        with _stopped(one):
            time.sleep(self._chance.uniform(*PAUSE_SECONDS))
        self._await_whole(one)

    def _await_whole(self, one: Server) -> None:
        """Two nodes away at once are more than a cluster of three promises to bear."""
        if isinstance(self._stack, ClusterStack) and isinstance(one, Node):
            await_whole(self._stack, [one], self.happened.append)


def _slow(one: Server) -> None:
    end = time.monotonic() + SLOW_SECONDS
    while time.monotonic() < end:
        with _stopped(one):
            time.sleep(SLICE_SECONDS)
        time.sleep(SLICE_SECONDS)


@contextmanager
def _stopped(one: Server) -> Iterator[None]:
    """A node with all that runs on it, a process alone with what it is."""
    one.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        one.signal(signal.SIGCONT)
