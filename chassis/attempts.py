"""Which event a process dies of: handlers of what was delivered before are counted as they begin.

A handler that ends, in whatever way, takes its row back; so rows are left by deaths only, and by
those alone during which the event itself was at work. What is delivered for the first time is not
counted and costs nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, text

from chassis.database import translated
from chassis.deliveries import Delivery
from chassis.errors import Transient

POISON_LIMIT = 10
"""Deaths of processes in one handler of one event before the event is given up on."""

_BEGIN = text(
    "insert into attempts (handler, event_id) values (:handler, :event_id)"
    " on conflict (handler, event_id) do update set attempts = attempts.attempts + 1"
    " returning attempts"
)
_FORGET = text("delete from attempts where handler = :handler and event_id = :event_id")


class ProcessDiedError(Exception):
    """An event is given up on because processes die of it."""


@contextmanager
def counted(engine: Engine, delivery: Delivery) -> Iterator[None]:
    """Around the handler of a delivery. Raises ProcessDiedError in its place."""
    again = [one for one in delivery.group if one.redelivered]
    rows = [{"handler": delivery.handler, "event_id": one.event_id} for one in again]
    if not rows:
        yield
        return
    [row] = rows  # such events come one at a time
    with translated(), engine.begin() as connection:
        deaths = connection.execute(_BEGIN, row).scalar_one() - 1
    try:
        if deaths >= POISON_LIMIT:
            raise ProcessDiedError(f"the process died {deaths} times while handling it")
        yield
    finally:
        with suppress(Transient), translated(), engine.begin() as connection:
            connection.execute(_FORGET, row)
