"""What happens to a product meanwhile: processes and servers killed, paused, slowed."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from deploy.local.stack import Stack

Trouble = Callable[[], None]

PAUSE_SECONDS: Final = (1.0, 8.0)
AWAY_SECONDS: Final = (0.0, 4.0)
QUIET_SECONDS: Final = (1.0, 5.0)
"""Between two troubles, so that each finds a product at work."""
SLOW_SECONDS, SLICE_SECONDS = 6.0, 0.2


class Troubles:
    """One after the other; what each was is kept in `happened`."""

    def __init__(self, stack: Stack, chance: random.Random) -> None:
        self._stack, self._chance = stack, chance
        self.happened: list[str] = []

    def go_on(self, deadline: float) -> None:
        """In the thread that started the stack: what is started again ends with its thread."""
        while time.monotonic() < deadline:
            what, trouble = self._chance.choice(self._kinds())
            self.happened.append(what)
            trouble()
            time.sleep(self._chance.uniform(*QUIET_SECONDS))

    def _kinds(self) -> list[tuple[str, Trouble]]:
        servers, processes = self._stack.servers, self._stack.processes
        pids = servers.pids | {
            name: process.process.pid
            for name, process in processes.applications.items()
            if process.process is not None
        }
        killed: list[tuple[str, Trouble, Trouble]] = [
            ("broker", servers.kill_broker, servers.start_broker),
            ("database", servers.kill_database, servers.start_database),
            ("object store", servers.kill_s3, servers.start_s3),
            *((one, partial(processes.kill, one), partial(processes.start, one)) for one in pids
              if one in processes.applications),
        ]  # fmt: skip
        return [
            *((f"{name} killed", partial(self._away, kill, start)) for name, kill, start in killed),
            *((f"{name} paused", partial(self._pause, pid)) for name, pid in pids.items()),
            *((f"{name} slowed", partial(self._slow, pid)) for name, pid in pids.items()),
        ]

    def _away(self, kill: Trouble, start: Trouble) -> None:
        kill()
        time.sleep(self._chance.uniform(*AWAY_SECONDS))
        start()

    def _pause(self, pid: int) -> None:
        with _stopped(pid):
            time.sleep(self._chance.uniform(*PAUSE_SECONDS))

    def _slow(self, pid: int) -> None:
        end = time.monotonic() + SLOW_SECONDS
        while time.monotonic() < end:
            with _stopped(pid):
                time.sleep(SLICE_SECONDS)
            time.sleep(SLICE_SECONDS)


@contextmanager
def _stopped(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
