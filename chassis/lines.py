"""Messages that came, and the line in which those wait that are not handled at once."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from chassis.deliveries import Delivered


@dataclass(slots=True, eq=False)
class Arrival:
    """A message and the event in it, and what is known of its handling; times in seconds.

    `alone`: it is handled in no group with others. `comes_last`: a process has died of it. `pause`
    is how long it waits from one try to the next, `not_before` when the next one is due.
    """

    message: Any
    delivered: Delivered[Any]
    time: datetime
    alone: bool = False
    comes_last: bool = False
    pause: float = 0.0
    not_before: float = 0.0
    came: float = field(default_factory=monotonic)

    @property
    def redelivered(self) -> bool:
        """Whether an earlier delivery got no answer, as when its process died."""
        return bool(self.message.delivery_info["redelivered"])

    @property
    def tag(self) -> int:
        """Counts up on a channel."""
        return int(self.message.delivery_tag)

    @property
    def is_gone(self) -> bool:
        """Whether its channel is: then the broker delivers it again."""
        return not self.message.channel.connection


class Line:
    """Those that wait, one behind the other; beside it what is answered without waiting in it."""

    def __init__(self) -> None:
        self._arrivals: deque[Arrival] = deque()
        self._beside: list[Any] = []

    def __len__(self) -> int:
        return len(self._arrivals)

    def append(self, arrival: Arrival) -> None:
        self._arrivals.append(arrival)

    def put_back(self, arrivals: Iterable[Arrival]) -> None:
        """At the front, as they stood there."""
        self._arrivals.extendleft(reversed(list(arrivals)))

    def next(self) -> Arrival | None:
        """The first that is due, if any is; those not due go behind, those gone are dropped."""
        now = monotonic()
        for _ in range(len(self._arrivals)):
            arrival = self._arrivals.popleft()
            if arrival.is_gone:
                continue
            if arrival.not_before <= now:
                return arrival
            self._arrivals.append(arrival)
        return None

    @contextmanager
    def beside(self, message: Any) -> Iterator[None]:
        """Until it has its answer, which no ack of what came later may take from it."""
        self._beside.append(message)
        try:
            yield
        finally:
            self._beside.remove(message)

    def holds_older(self, tag: int) -> bool:
        """Whether one waits, or stands beside, that came before this delivery tag."""
        beside = any(int(message.delivery_tag) < tag for message in self._beside)
        return beside or any(arrival.tag < tag for arrival in self._arrivals)

    def take_held_for(self, seconds: float) -> list[Arrival]:
        """Remove those that came so long ago."""
        since = monotonic() - seconds
        held = [arrival for arrival in self._arrivals if arrival.came < since]
        self._arrivals = deque(arrival for arrival in self._arrivals if arrival.came >= since)
        return held
