"""A discrete-event simulation of work that passes stations, each with some servers and one line.

First come, first served. Pure: what arrives and what is drawn come as arguments.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

Draw = Callable[[float], float]
"""From the mean time of a visit to the time of one, both in seconds."""


@dataclass(frozen=True, slots=True)
class Work:
    """What passes these stations one after another; each takes so many seconds on the mean.

    It is answered after the first `answered_after` visits; the others follow unobserved.
    """

    name: str
    visits: tuple[tuple[str, float], ...]
    answered_after: int

    @property
    def seconds(self) -> float:
        """Until it is answered, where nothing waits."""
        return math.fsum(seconds for _, seconds in self.visits[: self.answered_after])


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds: by work from arrival to answer, by station of each wait in its line, and its work.

    `over` is when the last visit ended.
    """

    answers: Mapping[str, list[float]]
    lines: Mapping[str, list[float]]
    busy: Mapping[str, float]
    over: float


@dataclass(slots=True)
class _Books:
    answers: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lines: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    busy: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    over: float = 0.0


def simulate(
    arriving: Iterable[tuple[float, Work]], servers: Mapping[str, int], draw: Draw
) -> Waits:
    """See all of it through; raises KeyError for a station without servers.

    Whoever reaches a station first is served first, so that a station is known by when each of
    its servers is free next.
    """
    order = count()
    waiting = [(at, next(order), at, work, 0) for at, work in arriving]
    heapq.heapify(waiting)
    free = {station: [0.0] * number for station, number in servers.items()}
    books = _Books()
    while waiting:
        now, _, arrived, work, step = heapq.heappop(waiting)
        station, mean = work.visits[step]
        seconds = draw(mean)
        begun = max(now, free[station][0])
        ended = begun + seconds
        heapq.heapreplace(free[station], ended)
        books.lines[station].append(begun - now)
        books.busy[station] += seconds
        books.over = max(books.over, ended)
        step += 1
        if step == work.answered_after:
            books.answers[work.name].append(ended - arrived)
        if step < len(work.visits):
            heapq.heappush(waiting, (ended, next(order), arrived, work, step))
    return Waits(books.answers, books.lines, books.busy, books.over)


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
