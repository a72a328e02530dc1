"""Of which event do processes die? The handlers of redelivered events are counted as they begin.

A row is taken back when the handler has ended, in whatever way; so those that stay are of handlers
during which the process died. What is delivered for the first time costs nothing: if a process dies
of it, it comes again.
"""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension
from sqlalchemy import TextClause, text

from chassis.database import make_engine, translated
from chassis.errors import Transient

_DEATHS = text("select attempts from attempts where handler = :handler and event_id = :event_id")
_BEGIN = text(
    "insert into attempts (handler, event_id) values (:handler, :event_id)"
    " on conflict (handler, event_id) do update set attempts = attempts.attempts + 1"
)
_END = text("delete from attempts where handler = :handler and event_id = :event_id")


class ProcessDiedError(Exception):
    """An event is given up on because processes die of it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`handler` is `service.method`, as in the inbox."""

    handler: str
    event_id: UUID


class Attempts(SharedExtension):
    """Counts for all handlers of a process; Transient when the database is away or busy.

    Whoever handles a redelivered event holds `one_at_a_time`: should the process die, it is clear
    of which.
    """

    def setup(self) -> None:
        self.one_at_a_time = Semaphore()
        self._engine = make_engine(self.container.config["database_url"], pool_size=1)

    def stop(self) -> None:
        self._engine.dispose()

    def deaths(self, attempt: Attempt) -> int:
        """How often a process died in it."""
        return self._execute(_DEATHS, attempt) or 0

    def begin(self, attempt: Attempt) -> None:
        self._execute(_BEGIN, attempt)

    def end(self, attempt: Attempt) -> None:
        """As far as the database lets it: a row too many is one death too many, no more."""
        with suppress(Transient):
            self._execute(_END, attempt)

    def _execute(self, statement: TextClause, attempt: Attempt) -> int | None:
        row = {"handler": attempt.handler, "event_id": attempt.event_id}
        with translated(), self._engine.begin() as connection:
            result = connection.execute(statement, row)
            return result.scalar() if result.returns_rows else None
