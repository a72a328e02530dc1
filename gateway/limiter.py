"""Holds callers to the limits of `limits.py`, in all gateways together."""

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import structlog
from prometheus_client import Counter as Counted

from contracts.errors import Refused
from gateway.buckets import Asked, Buckets, BucketsAway, OwnBuckets
from gateway.limits import LIMITS, Group, Kind, Limit

log = structlog.get_logger()

HANDFUL_SECONDS = 1.0
AWAY_SECONDS = 1.0
MOST_KEPT = 20_000

REFUSED = Counted("originprint_limit_refusals", "Calls over a limit", ["group", "kind"])


class Limiter:
    """Asks the shared buckets, and while they are away its own: a flood is never let through whole,
    and nobody is shut out because a database is.

    `factor` multiplies every rate and burst.

    Of one bucket one handful is under way at a time: who needs it waits and spends from it. Each
    with one of its own, they would take from the bucket many times what they spend.
    """

    def __init__(
        self,
        shared: Buckets | None = None,
        *,
        factor: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shared = shared
        self._own = OwnBuckets(clock)
        self._factor = factor
        self._clock = clock
        self._away_until = -math.inf
        self._in_hand: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._waiting: Counter[str] = Counter()

    async def take(self, group: Group, who: Mapping[Kind, str]) -> None:
        """Raise Refused("service.too_many_requests") with the seconds until there is a token."""
        limits = {f"{group}:{each.kind}:{who[each.kind]}": each for each in LIMITS[group]}
        while limits := {
            key: limit for key, limit in limits.items() if not self._spend(key, limit, group)
        }:
            await self._more(limits)

    async def give_back(self, group: Group, who: Mapping[Kind, str]) -> None:
        """What was taken turned out to cost nothing; for groups that fetch no handfuls."""
        limits = {f"{group}:{each.kind}:{who[each.kind]}": each for each in LIMITS[group]}
        await self._fetch(
            [replace(self._asked(key, each), count=-1) for key, each in limits.items()]
        )

    def _spend(self, key: str, limit: Limit, group: Group) -> bool:
        """From what was fetched a moment ago; an empty hand of a moment ago is a refusal."""
        tokens, until = self._in_hand.get(key, (0, -math.inf))
        if self._clock() >= until:
            return False
        if tokens < 0:
            self._refuse(limit, group)
        if tokens:
            self._in_hand[key] = (tokens - 1, until)
        return tokens > 0

    async def _more(self, lacking: Mapping[str, Limit]) -> None:
        """Until there is more in each of these hands, or their buckets were found to be empty.

        What is under way goes on when a call that waits for it is given up: others wait too. What
        it fails with is raised in each.
        """
        with self._counted(lacking):
            new = {key: limit for key, limit in lacking.items() if key not in self._under_way}
            if new:
                fetching = asyncio.create_task(self._fill(new))
                self._under_way |= dict.fromkeys(new, fetching)
            done, _ = await asyncio.wait({self._under_way[key] for key in lacking})
        for each in done:
            each.result()

    @contextmanager
    def _counted(self, keys: Mapping[str, Limit]) -> Iterator[None]:
        """Among those who wait for these."""
        self._waiting.update(keys.keys())
        try:
            yield
        finally:
            for key in keys:
                self._waiting[key] -= 1
                if not self._waiting[key]:
                    del self._waiting[key]

    async def _fill(self, hands: Mapping[str, Limit]) -> None:
        try:
            granted = await self._fetch([self._asked(key, hands[key]) for key in hands])
            for key, limit in hands.items():
                self._keep(key, granted.get(key, 0), limit)
        finally:
            for key in hands:
                del self._under_way[key]

    def _keep(self, key: str, granted: int, limit: Limit) -> None:
        """-1 says that the bucket was empty, which is asked again when there is a handful in it,
        and before the second is over that `_refuse` names.
        """
        seconds = HANDFUL_SECONDS if granted else limit.handful / (limit.rate * self._factor)
        self._in_hand.pop(key, None)
        self._in_hand[key] = (granted or -1, self._clock() + min(seconds, HANDFUL_SECONDS))
        if len(self._in_hand) > MOST_KEPT:
            self._in_hand.popitem(last=False)

    async def _fetch(self, asked: Sequence[Asked]) -> Mapping[str, int]:
        if self._shared is not None and self._clock() >= self._away_until:
            try:
                return await self._shared.take(asked)
            except BucketsAway as error:
                self._away_until = self._clock() + AWAY_SECONDS
                log.warning("shared_limits_away", error=str(error))
        return await self._own.take(asked)

    def _asked(self, key: str, limit: Limit) -> Asked:
        """A handful, or one for each who waits."""
        burst = max(1.0, limit.burst * self._factor)
        count = max(limit.handful, self._waiting[key])
        return Asked(key, limit.rate * self._factor, burst, count)

    def _refuse(self, limit: Limit, group: Group) -> None:
        REFUSED.labels(group, limit.kind).inc()
        seconds = max(1, math.ceil(1 / (limit.rate * self._factor)))
        raise Refused("service.too_many_requests", {"seconds": seconds})
