"""How many processes the peak hour needs: utilisation, waits, the least number that is enough."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from typing import Final

from deploy.capacity import costs, demand
from deploy.capacity.assumptions import COUNTRY, PRINT_CALLS
from deploy.capacity.figures import LEDGER_SECONDS, PRESENCE_SECONDS
from deploy.capacity.waiting import Waits, Work, percentile, simulate
from gateway.connections import BEAT_SECONDS

SEED: Final = 20_260_105
SIMULATED_SECONDS: Final = 600.0
"""At the peak of today; of a multiple a part, so that as much work arrives."""
GOALS: Final = {"approval": 5.0, "call": 0.3, "print call": 0.3}
"""Seconds, 99 of 100 within."""
STATIONS: Final = (*costs.PROCESSES, *costs.SERVERS)
FEWEST: Final = 2
"""Of each process, also where next to nothing is to do: one may be away."""
SPARE_UTILISATION: Final = 0.6
"""At most so much is asked of the others while one is away."""
GATEWAY_LIMIT_MB: Final = 1_024 * 0.75
"""Three quarters of the manifest's limit (`deploy/k8s/base/gateway.yaml`)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds that 95 and 99 of 100 waited at most, by work, with these numbers of processes."""

    processes: Mapping[str, int]
    p95: Mapping[str, float]
    p99: Mapping[str, float]

    @property
    def is_enough(self) -> bool:
        return all(self.p99[name] <= goal for name, goal in GOALS.items())


def peak_rate() -> float:
    """Certificates a second in the highest hour of the year."""
    return demand.per_second(demand.peak())


def utilisation(times: float = 1.0) -> dict[str, float]:
    """Cores that each station needs at so many times the peak, on the mean."""
    needed: defaultdict[str, float] = defaultdict(float)
    for rate, work in _offered(peak_rate() * times):
        for station, seconds in work.visits:
            needed[station] += rate * seconds
    needed[costs.POSTGRESQL] += presence_rate() * PRESENCE_SECONDS
    needed["gateway"] += connected() * costs.WORKSTATION_CORE
    return dict(needed)


def connected() -> float:
    """Workstations at once."""
    return COUNTRY.enterprises * COUNTRY.connected


def presence_rate() -> float:
    """Rows of workstations that are written a second, because they are there."""
    return connected() / BEAT_SECONDS


@cache
def with_each(number: int) -> Outcome:
    """The peak hour with so many processes of each kind."""
    return _outcome(dict.fromkeys(STATIONS, number), 1.0)


@cache
def least(times: float) -> Outcome:
    """Beginning with what is not overrun, one more where most is to do, until it is enough."""
    needed = utilisation(times)
    processes = {station: floor(needed[station]) + 1 for station in STATIONS}
    while not (found := _outcome(dict(processes), times)).is_enough:
        processes[max(STATIONS, key=lambda one: needed[one] / processes[one])] += 1
    return found


def advised(times: float = 1.0) -> dict[str, int]:
    """Enough while one is away, so two at least; gateways by the memory of workstations."""
    needed = utilisation(times)
    enough = least(times).processes
    number = {one: max(enough[one], ceil(needed[one] / SPARE_UTILISATION)) + 1 for one in STATIONS}
    number["gateway"] = max(number["gateway"], gateways_by_memory() + 1)
    return number


def gateways_by_memory() -> int:
    each = (GATEWAY_LIMIT_MB - costs.GATEWAY_MB) / costs.WORKSTATION_MB
    return ceil(connected() / each)


def _offered(rate: float) -> Iterator[tuple[float, Work]]:
    """Work a second at so many certificates a second."""
    prints = rate * COUNTRY.prints
    yield rate, costs.approval()
    yield rate * COUNTRY.calls, costs.api_call()
    yield prints * (PRINT_CALLS - 1), costs.print_call()
    yield prints, costs.fetching(LEDGER_SECONDS)


def _outcome(processes: dict[str, int], times: float) -> Outcome:
    answers = _simulated(processes, times).answers
    return Outcome(
        processes,
        {name: percentile(answers[name], 0.95) for name in GOALS},
        {name: percentile(answers[name], 0.99) for name in GOALS},
    )


def _simulated(processes: Mapping[str, int], times: float) -> Waits:
    chance = random.Random(SEED)
    seconds = SIMULATED_SECONDS / times
    arriving = [
        (moment, work)
        for rate, work in _offered(peak_rate() * times)
        for moment in demand.arrivals(rate, seconds, chance, batch=_batch(work))
    ]
    servers = {**processes, costs.LEDGER: 1, costs.CUSTOMS: 4}
    return simulate(arriving, servers, lambda mean: chance.expovariate(1 / mean))


def _batch(work: Work) -> float:
    return COUNTRY.approvals_in_a_batch if work.name == "approval" else 1.0
