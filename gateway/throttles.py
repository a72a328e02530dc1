"""Bounds on what strangers and crowds may ask of one process."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from contracts.errors import Refused

SLOT_WAIT_SECONDS = 10
CROWD_SECONDS = 5


class Crowd:
    """So many at once of each sender; one more is refused."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._busy: Counter[str] = Counter()

    @contextmanager
    def one(self, sender: str) -> Iterator[None]:
        """Raise Refused("service.too_many_requests") when so many are under way."""
        if self._busy[sender] >= self._count:
            raise Refused("service.too_many_requests", {"seconds": CROWD_SECONDS})
        self._busy[sender] += 1
        try:
            yield
        finally:
            self._busy[sender] -= 1
            if not self._busy[sender]:
                del self._busy[sender]


class Slots:
    """So many at once, and so many of each sender, because each is hard work; others wait."""

    def __init__(
        self, count: int, of_a_sender: int, wait_seconds: float = SLOT_WAIT_SECONDS
    ) -> None:
        self._free = asyncio.Semaphore(count)
        self._of_a_sender = of_a_sender
        self._senders: dict[str, tuple[asyncio.Semaphore, int]] = {}
        self._wait_seconds = wait_seconds

    @asynccontextmanager
    async def one(self, sender: str) -> AsyncIterator[None]:
        """Raise Refused("service.unavailable") when none gets free in time."""
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(self._wait_seconds):
                    await stack.enter_async_context(stack.enter_context(self._own(sender)))
                    await stack.enter_async_context(self._free)
            except TimeoutError as error:
                raise Refused("service.unavailable", {"seconds": 5}) from error
            yield

    @contextmanager
    def _own(self, sender: str) -> Iterator[asyncio.Semaphore]:
        """The sender's semaphore, kept for as long as somebody uses it."""
        own, users = self._senders.get(sender, (asyncio.Semaphore(self._of_a_sender), 0))
        self._senders[sender] = (own, users + 1)
        try:
            yield own
        finally:
            _, users = self._senders[sender]
            self._senders[sender] = (own, users - 1)
            if users == 1:
                del self._senders[sender]
