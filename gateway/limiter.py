"""Holds callers to the limits of `limits.py`, in all gateways together."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import structlog
from prometheus_client import Counter

from contracts.errors import Refused
from gateway.buckets import Asked, Buckets, BucketsAway, OwnBuckets
from gateway.limits import LIMITS, Group, Kind, Limit

log = structlog.get_logger()

HANDFUL_SECONDS = 1.0
AWAY_SECONDS = 1.0
MOST_KEPT = 20_000

REFUSED = Counter("originprint_limit_refusals", "Calls over a limit", ["group", "kind"])


class Limiter:
    """Asks the shared buckets, and while they are away its own: a flood is never let through whole,
    and nobody is shut out because a database is.

    `factor` multiplies every rate and burst.
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

    async def take(self, group: Group, who: Mapping[Kind, str]) -> None:
        """Raise Refused("service.too_many_requests") with the seconds until there is a token."""
        limits = {f"{group}:{each.kind}:{who[each.kind]}": each for each in LIMITS[group]}
        lacking = [key for key in limits if not self._spend(key, limits[key], group)]
        if not lacking:
            return
        granted = await self._fetch([self._asked(key, limits[key]) for key in lacking])
        for key in lacking:
            self._keep(key, granted.get(key, 0), limits[key])
        for key in lacking:
            if key not in granted:
                self._refuse(limits[key], group)

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

    def _keep(self, key: str, granted: int, limit: Limit) -> None:
        """Less the one that is spent; -1 says that the bucket was empty, which is asked again when
        there is a handful in it, and before the second is over that `_refuse` names.
        """
        seconds = HANDFUL_SECONDS if granted else limit.handful / (limit.rate * self._factor)
        self._in_hand.pop(key, None)
        self._in_hand[key] = (granted - 1, self._clock() + min(seconds, HANDFUL_SECONDS))
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
        burst = max(1.0, limit.burst * self._factor)
        return Asked(key, limit.rate * self._factor, burst, limit.handful)

    def _refuse(self, limit: Limit, group: Group) -> None:
        REFUSED.labels(group, limit.kind).inc()
        seconds = max(1, math.ceil(1 / (limit.rate * self._factor)))
        raise Refused("service.too_many_requests", {"seconds": seconds})
