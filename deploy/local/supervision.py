"""What ends by itself is started again at its old address, and the terminal says so."""

import time
from collections.abc import Sequence

from deploy.local.server import Progress, Server, ServerFailedError

SOON_SECONDS = 15.0
GIVE_UP_AFTER = 15
"""Deaths soon after the start. A service needs eleven to give up on an event that kills it."""


class Supervisor:
    """Looks after servers that run; what was stopped on purpose stays stopped."""

    def __init__(self, servers: Sequence[Server], report: Progress) -> None:
        self._servers = servers
        self._report = report
        self._launched = {server.name: time.monotonic() for server in servers}
        self._restarts = dict.fromkeys(self._launched, 0)
        self._died_soon = dict.fromkeys(self._launched, 0)

    def look(self) -> None:
        """Start again what has died; call it from the thread that started them.

        Raises ServerFailedError when one dies again and again.
        """
        for server in self._servers:
            code = server.exit_code()
            if code is not None:
                self._start_again(server, code)

    def _start_again(self, server: Server, code: int) -> None:
        name, now = server.name, time.monotonic()
        soon = now - self._launched[name] < SOON_SECONDS
        self._died_soon[name] = self._died_soon[name] + 1 if soon else 1
        if self._died_soon[name] > GIVE_UP_AFTER:
            raise ServerFailedError(
                f"{name} ends soon after each start ({GIVE_UP_AFTER} times), the last time with"
                f" exit code {code}:\n{server.last_words()}"
            )
        server.launch()
        self._launched[name] = now
        self._restarts[name] += 1
        self._report(f"{name} ended (exit code {code}): restart number {self._restarts[name]}")
