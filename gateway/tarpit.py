"""Who is refused again and again waits about a second for each answer, on his own connection.

A flood that asks again as soon as it is answered so costs a request a second for each connection,
and not as many as this process can refuse. Nothing works meanwhile, and whatever succeeds is
answered at once, for everybody at whatever address.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from prometheus_client import Gauge
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.addresses import address_of
from gateway.buckets import Asked, OwnBuckets

HOLD_SECONDS = (0.5, 1.5)
"""Anything between, so that those who came together do not all come again together."""
MOST_HELD = 1_000
MOST_OF_AN_ADDRESS = 250
HELD_BACK = frozenset({401, 403, 429})
FREE_PER_SECOND = 2.0
FREE_BURST = 30
"""People mistype, and a page whose session has ended asks for several things at once."""

Pause = Callable[[float], Awaitable[object]]

_HELD = Gauge("originprint_answers_held", "Refusals that wait in this process until they are told")


class Tarpit:
    """Holds what is refused to an address beyond a few answers; so many at a time, and no more."""

    def __init__(self, *, factor: float = 1.0, pause: Pause = asyncio.sleep) -> None:
        self._free = OwnBuckets()
        self._rate, self._burst = FREE_PER_SECOND * factor, FREE_BURST * factor
        self._pause = pause
        self._held: Counter[str] = Counter()

    async def hold(self, address: str) -> bool:
        """Whether the connection may go on; where too many wait already, it may not."""
        if self._free.grant(Asked(address, self._rate, self._burst)):
            return True
        if self._held[address] >= MOST_OF_AN_ADDRESS or self._held.total() >= MOST_HELD:
            return False
        self._held[address] += 1
        _HELD.inc()
        try:
            await self._pause(random.uniform(*HOLD_SECONDS))  # noqa: S311 - no secret
        finally:
            _HELD.dec()
            self._held[address] -= 1
            if not self._held[address]:
                del self._held[address]
        return True


class HeldAnswers:
    """ASGI middleware: refusals are told when everything else of their request is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal: list[Message] = []

        async def send_or_keep(message: Message) -> None:
            if refusal or message.get("status") in HELD_BACK:
                refusal.append(message)
            else:
                await send(message)

        await self._app(scope, receive, send_or_keep)
        if refusal:
            await _tell(scope, refusal, send)


async def _tell(scope: Scope, refusal: list[Message], send: Send) -> None:
    tarpit: Tarpit = scope["app"].state.parts.tarpit
    if not await tarpit.hold(address_of(HTTPConnection(scope))):
        refusal[0]["headers"] = [*refusal[0]["headers"], (b"connection", b"close")]
    for message in refusal:
        await send(message)
