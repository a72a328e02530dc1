"""How a queue waits for a server that is away: pauses that grow, without limit, until told to stop.

The messages are held unacknowledged meanwhile and tried one at a time.
"""

import time

import structlog
from eventlet import Timeout
from eventlet.event import Event

log = structlog.get_logger()

SHORTEST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
LONGEST_HOLD_SECONDS = 600.0
"""Then a message goes back to its queue, and perhaps to a process that reaches the server.

RabbitMQ closes the channel of whoever owes an answer for 30 minutes.
"""


def longer(pause: float) -> float:
    """The pause after this one, in seconds."""
    return min(max(2 * pause, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)


class Outage:
    """Of one queue; on from the first event that found a server away to the next that did not."""

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._pause = 0.0
        self._began = 0.0
        self._stopped = Event()

    @property
    def is_on(self) -> bool:
        return self._pause > 0

    @property
    def told_to_stop(self) -> bool:
        return bool(self._stopped.ready())

    def begin(self, error: BaseException) -> None:
        if not self.is_on:
            self._pause = longer(0)
            self._began = time.monotonic()
            log.warning("events_wait", queue=self._queue, error=str(error))

    def go_on(self) -> None:
        """The server was tried again and is still away."""
        if self.is_on:
            self._pause = longer(self._pause)

    def end(self) -> None:
        if self.is_on:
            waited = round(time.monotonic() - self._began, 1)
            log.info("events_go_on", queue=self._queue, waited_seconds=waited)
        self._pause = 0.0

    def pause(self) -> None:
        """Before the next try, while this is on."""
        if self.is_on:
            self._sleep(self._pause)

    def rest(self) -> None:
        """While nothing is due."""
        self._sleep(SHORTEST_PAUSE_SECONDS)

    def stop(self) -> None:
        """Ends all waiting at once."""
        if not self.told_to_stop:
            self._stopped.send()

    def _sleep(self, seconds: float) -> None:
        with Timeout(seconds, exception=False):
            self._stopped.wait()
