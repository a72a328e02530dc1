"""One, two and three processes of cert_svc and of the gateway: bursts and list pages a second.

All servers, processes and the client share this machine, and so its cores.
"""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bench.bursts import BATCH, DELAYS, burst, prepared
from bench.certificates import fill
from bench.gateway import NEEDED, PAGE
from bench.harness import Row, largest_first
from bench.http_load import load
from bench.processor_time import busy_seconds, each_took, processor_seconds
from bench.running import Running, logged_in, scratch
from deploy.local.processes import RunningProcesses
from deploy.local.stack import running_stack

SCALED: Final = ("cert_svc", "gateway")
ADDED: Final = ("cert_svc", "gateway", "cert_svc", "gateway")
"""One after another, so that each is seen alone and beside the other."""
AT_ONCE: Final = 32
SHOWN_MILLISECONDS: Final = 0.1
_ALL: Final = "all"


@dataclass(frozen=True)
class Point:
    """What so many processes did: `each` is milliseconds of processor for one, by name.

    `share` is that of all cores in use, the client's included; `busy` with what others took.
    """

    processes: str
    per_second: float
    each: Mapping[str, float]
    share: float
    busy: float

    @property
    def note(self) -> str:
        parts = largest_first(self.each, least=SHOWN_MILLISECONDS, digits=1)
        cores = f"{self.share:.0%} of the cores ({self.busy:.0%} busy)"
        return f"{cores}; {sum(self.each.values()):.1f} ms: {parts}"


def run(*, quick: bool = False) -> list[Row]:
    certificates, calls, rounds = (BATCH, 320, 1) if quick else (2 * BATCH, 640, 3)
    in_bursts = list(_bursts(certificates, rounds))
    in_lists = list(_lists(calls, rounds))
    what = f"list page of {PAGE}, {AT_ONCE} at once"
    return [
        *_beside_the_first(f"burst of {certificates}", in_bursts, "/s"),
        *_beside_the_first(what, in_lists, "pages/s"),
    ]


def _beside_the_first(what: str, points: list[Point], unit: str) -> list[Row]:
    first = points[0].per_second
    return [
        Row(
            "scale",
            f"{what}: {one.processes}",
            one.per_second,
            first,
            "one of each",
            unit,
            None,
            one.note,
        )
        for one in points
    ]


def _bursts(count: int, rounds: int) -> Iterator[Point]:
    """The first burst of each point warms up what was added."""
    with scratch() as root, running_stack(root, overrides=DELAYS) as stack:
        for seed, processes in enumerate(_growing(stack.processes), start=1):
            approvals = prepared(stack, seed)
            burst(stack, approvals, BATCH)
            once = partial(burst, stack, approvals, count)
            yield _point(processes, stack.pids, count, once, rounds)


def _lists(calls: int, rounds: int) -> Iterator[Point]:
    """The first round of each point warms up what was added."""
    with scratch() as folder, logged_in(folder, NEEDED) as running:
        fill(running.servers, folder, running.exporter.person)
        for processes in _growing(running.processes):
            _pages(running, calls)
            once = partial(_pages, running, calls)
            yield _point(processes, running.pids, calls, once, rounds)


def _pages(running: Running, calls: int) -> float:
    """A second, through all gateways."""
    token = running.exporter.http.headers["Authorization"].removeprefix("Bearer ")
    gateways = running.processes.all_of("gateway")
    urls = [f"{one.address}/api/v1/certificates?limit={PAGE}" for one in gateways]
    return load(*urls, token=token, connections=AT_ONCE, calls=calls).calls_per_second


def _growing(processes: RunningProcesses) -> Iterator[str]:
    """How many there are: one of each, one more each time, and at last one of each again.

    What the first and the last differ by is the machine's doing.
    """
    yield _told(processes)
    added = []
    for name in ADDED:
        added.append(processes.another(name))
        yield _told(processes)
    for one in added:
        processes.remove(one.name)
    yield f"{_told(processes)}, again"


def _told(processes: RunningProcesses) -> str:
    return ", ".join(f"{len(processes.all_of(name))} {name}" for name in SCALED)


def _point(
    processes: str, pids: Mapping[str, int], count: int, once: Callable[[], float], rounds: int
) -> Point:
    """`once` does `count` and gives its rate; the rate is the median of the rounds."""
    everybody = {**pids, _ALL: os.getpid()}
    before, busy, begun = processor_seconds(everybody), busy_seconds(), time.monotonic()
    per_second = statistics.median(once() for _ in range(rounds))
    there_was = (time.monotonic() - begun) * (os.cpu_count() or 1)
    busy = (busy_seconds() - busy) / there_was
    each = each_took(before, processor_seconds(everybody), count * rounds)
    share = each.pop(_ALL) * count * rounds / 1000 / there_was
    return Point(processes, per_second, together(each), share, busy)


def together(each: Mapping[str, float]) -> dict[str, float]:
    """Those that differ only by the number after their name, added up under the name."""
    sums: defaultdict[str, float] = defaultdict(float)
    for name, milliseconds in each.items():
        sums[name.partition("-")[0]] += milliseconds
    return dict(sums)
