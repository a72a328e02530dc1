"""Bounds on what strangers and crowds may ask of one process."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from contracts.errors import Refused

MOST_CALLERS = 10_000
SLOT_WAIT_SECONDS = 10


class Throttle:
    """A token bucket for each caller; the callers longest silent are forgotten first."""

    def __init__(
        self, *, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Raise Refused("service.too_many_requests") when the caller's bucket is empty."""
        now = self._clock()
        tokens, seen = self._buckets.pop(caller, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - seen) * self._per_second)
        self._buckets[caller] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        if tokens < 1:
            seconds = max(1, math.ceil(1 / self._per_second))
            raise Refused("service.too_many_requests", {"seconds": seconds})

    def give_back(self, caller: str) -> None:
        """What was taken turned out to cost nothing."""
        if caller in self._buckets:
            tokens, seen = self._buckets[caller]
            self._buckets[caller] = (tokens + 1, seen)


class Slots:
    """So many at once, because each holds a whole upload in memory; others wait a little."""

    def __init__(self, count: int, wait_seconds: float = SLOT_WAIT_SECONDS) -> None:
        self._free = asyncio.Semaphore(count)
        self._wait_seconds = wait_seconds

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Raise Refused("service.unavailable") when none gets free in time."""
        try:
            async with asyncio.timeout(self._wait_seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise Refused("service.unavailable", {"seconds": 5}) from error
        try:
            yield
        finally:
            self._free.release()
