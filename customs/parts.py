"""What customs works with, and the transaction in which it does each thing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from contracts.tracing import in_transaction
from customs.domain.faults import disturb
from customs.domain.plans import Plan
from customs.domain.timeline import Entry
from customs.objects import Objects
from customs.settings import Settings
from customs.storage import agenda, timeline
from customs.storage.database import transaction
from customs.storage.delays import Delays, read_delays
from customs.storage.faults import live_faults, spend_faults


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is changed in it and what it says go together; `call_ids` travel on with the latter.

    `at` is one moment for all of it.
    """

    connection: Connection
    objects: Objects
    settings: Settings
    at: datetime
    call_ids: Sequence[str] = ()

    @property
    def delays(self) -> Delays:
        return read_delays(self.connection, self.settings)

    def say(self, plan: Plan) -> None:
        """Put the plan on the agenda as the scripted faults leave it."""
        disturbed, struck = disturb(plan, live_faults(self.connection))
        spend_faults(self.connection, struck)
        agenda.schedule(self.connection, disturbed, self.call_ids)

    def note(self, *entries: Entry) -> None:
        timeline.note(self.connection, entries)


@dataclass(frozen=True, slots=True)
class Parts:
    """Put together once per process; `now` gives aware times."""

    engine: Engine
    objects: Objects
    settings: Settings
    now: Callable[[], datetime]

    @contextmanager
    def transaction(self, call_ids: Sequence[str] = ()) -> Iterator[Transaction]:
        """Commits at the end; raises Unavailable when the database is away."""
        at = self.now()
        with in_transaction(), transaction(self.engine) as connection:
            yield Transaction(connection, self.objects, self.settings, at, call_ids)
