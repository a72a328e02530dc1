"""How a queue waits for a server that is away: pauses that grow, without limit, until told to stop.

The messages are held unacknowledged meanwhile and tried one at a time.
"""

import time

import structlog
from eventlet import Timeout
from eventlet.event import Event

from chassis.metrics import EVENTS_WAITING

log = structlog.get_logger()

SHORTEST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
LONGEST_HOLD_SECONDS = 600.0
"""Then messages go back to the queue, and perhaps to a process that reaches the server.

RabbitMQ closes the channel of whoever owes an answer for 30 minutes.
"""


class Outage:
    """Of one queue; on from the first event that found a server away to the next that did not."""

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._pause = 0.0
        self._began = self._held_since = 0.0
        self._stopped = Event()

    @property
    def is_on(self) -> bool:
        return self._pause > 0

    @property
    def told_to_stop(self) -> bool:
        return bool(self._stopped.ready())

    def begin(self, error: BaseException) -> None:
        if not self.is_on:
            self._pause = SHORTEST_PAUSE_SECONDS
            self._began = self._held_since = time.monotonic()
            log.warning("events_wait", queue=self._queue, error=str(error))

    def goes_on_for_long(self) -> bool:
        """The server is still away; whether it is time to hand back what has been held for it."""
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        if time.monotonic() - self._held_since < LONGEST_HOLD_SECONDS:
            return False
        self._held_since = time.monotonic()
        return True

    def end(self) -> None:
        if self.is_on:
            waited = round(time.monotonic() - self._began, 1)
            log.info("events_go_on", queue=self._queue, waited_seconds=waited)
            EVENTS_WAITING.labels(self._queue).set(0)
        self._pause = 0.0

    def pause(self, held: int) -> None:
        """Wait before the next try, if there is an outage and until the process stops."""
        if self.is_on:
            EVENTS_WAITING.labels(self._queue).set(held)
            with Timeout(self._pause, exception=False):
                self._stopped.wait()

    def stop(self) -> None:
        if not self.told_to_stop:
            self._stopped.send()
