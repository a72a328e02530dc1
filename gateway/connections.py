"""The workstations that hold a WebSocket to this process, and how all gateways know of them.

The truth stands in print_svc with an expiry; this process tells it of all its connections at once.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Coroutine, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

import structlog
from prometheus_client import Gauge

from contracts.card_requests import CardSignatureAsked
from contracts.errors import Refused
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintUnanswered
from contracts.scan_requests import ScanAsked
from contracts.workstations import Connection, KeepPresence, PresenceKept, Reminded
from gateway.live import LiveEvent
from gateway.rpc import Rpc

log = structlog.get_logger()

BEAT_SECONDS = 30
GATHER_SECONDS = 0.5
"""Connections that end within it are told of together: a gateway that stops ends thousands."""
AT_ONCE = 5_000
_ANSWERED = {PrintCompleted.__name__, PrintFailed.__name__}
_HELD = Gauge("originprint_workstations_connected", "Workstations connected to this process")


class Notice(StrEnum):
    """That something waits at print_svc for a workstation, which then asks for it."""

    JOBS = "jobs_waiting"
    CARD_REQUESTS = "card_requests_waiting"
    UNANSWERED = "prints_unanswered"
    SCAN_REQUESTS = "scan_requests_waiting"


_NOTICES: Final = {
    PrintIssued.__name__: Notice.JOBS,
    CardSignatureAsked.__name__: Notice.CARD_REQUESTS,
    PrintUnanswered.__name__: Notice.UNANSWERED,
    ScanAsked.__name__: Notice.SCAN_REQUESTS,
}


@dataclass(eq=False, slots=True)
class Held:
    """One connection, and what it is still to be told; `gone` once it is enrolled no more."""

    connection: Connection
    notices: frozenset[Notice] = frozenset()
    reminded: Reminded | None = None
    """As print_svc said at the last beat."""
    gone: bool = False
    _tell: Callable[["Held"], Coroutine[Any, Any, None]] | None = None
    _telling: asyncio.Task[None] | None = None

    def begin(self, tell: Callable[["Held"], Coroutine[Any, Any, None]]) -> None:
        """From now on it is told by `tell`, which runs once at a time and until nothing is left."""
        self._tell = tell
        self._stir()

    def notify(self, notice: Notice) -> None:
        self.notices |= {notice}
        self._stir()

    def drop(self) -> None:
        self.gone = True
        self._stir()

    def _stir(self) -> None:
        """A task only while there is something to say: thousands are held that hear nothing."""
        waits = self.notices or self.gone
        if self._tell and waits and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell(self))


class Connections:
    """By workstation; one that connects anew may have two for a while."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._held: dict[UUID, set[Held]] = {}
        self._lost: list[Connection] = []
        self._some_lost = asyncio.Event()

    @contextlib.contextmanager
    def holding(self, workstation_id: UUID, connection_id: UUID) -> Iterator[Held]:
        held = Held(Connection(workstation_id=workstation_id, connection_id=connection_id))
        self._held.setdefault(workstation_id, set()).add(held)
        _HELD.inc()
        try:
            yield held
        finally:
            _HELD.dec()
            self._held[workstation_id].discard(held)
            if not self._held[workstation_id]:
                del self._held[workstation_id]
            self._lost.append(held.connection)
            self._some_lost.set()

    def notify(self, workstation_ids: Collection[UUID], notice: Notice) -> None:
        """Those that are not connected here are another gateway's."""
        for held in self._of(workstation_ids):
            held.notify(notice)

    def drop(self, workstation_ids: Collection[UUID]) -> None:
        """They are enrolled no more."""
        for held in self._of(workstation_ids):
            held.drop()

    def hear(self, event: LiveEvent) -> None:
        """What was issued, asked for, reminded of or answered, through any gateway."""
        if (named := event.fields.get("workstation_id")) is None:
            return
        workstation_id = UUID(named)
        if event.type in _NOTICES:
            self.notify([workstation_id], _NOTICES[event.type])
        elif event.type in _ANSWERED and any(one.reminded for one in self._of([workstation_id])):
            self.notify([workstation_id], Notice.UNANSWERED)

    async def keep(self) -> None:
        """Never returns; print_svc that is away is told at the next beat."""
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + BEAT_SECONDS
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(next_beat):
                    await self._some_lost.wait()
                    await asyncio.sleep(GATHER_SECONDS)
            beat = loop.time() >= next_beat
            await self.tell(everything=beat)
            if beat:
                next_beat = loop.time() + BEAT_SECONDS

    async def tell(self, *, everything: bool) -> None:
        """Of what was lost, and of all that is held; a refusal is made good by the next time."""
        held = [each.connection for all_of in self._held.values() for each in all_of]
        connected = held if everything else []
        lost, self._lost = self._lost, []
        self._some_lost.clear()
        for start in range(0, max(len(connected), len(lost)), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            try:
                await self._keep(tuple(connected[part]), tuple(lost[part]))
            except Refused as refusal:
                log.warning("presence_not_kept", code=refusal.code)

    async def _keep(self, connected: tuple[Connection, ...], lost: tuple[Connection, ...]) -> None:
        kept = await self._rpc.call(KeepPresence(connected=connected, lost=lost))
        self.drop(kept.gone)
        self.notify(kept.waiting, Notice.JOBS)
        self.notify(kept.asked, Notice.CARD_REQUESTS)
        self.notify(kept.scans_asked, Notice.SCAN_REQUESTS)
        self._compare([one.workstation_id for one in connected], kept)

    def _compare(self, workstation_ids: Collection[UUID], kept: PresenceKept) -> None:
        """An event may have gone by unseen; only who was not told of what is now is told."""
        now = {one.workstation_id: one for one in kept.reminded}
        for held in self._of(workstation_ids):
            reminded = now.get(held.connection.workstation_id)
            if held.reminded != reminded:
                held.reminded = reminded
                held.notify(Notice.UNANSWERED)

    def _of(self, workstation_ids: Collection[UUID]) -> list[Held]:
        return [held for one in workstation_ids for held in self._held.get(one, ())]


def new_connection_id() -> UUID:
    return uuid4()
