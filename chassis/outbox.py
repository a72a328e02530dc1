"""The relay: sends committed events to the broker, and keeps for days what it sent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Engine, Row, delete, func, select, text, update

from chassis import sent
from chassis.broker import BatchPublisher, Message
from chassis.database import translated
from chassis.metrics import EVENTS_PUBLISHED, OUTBOX_AGE, OUTBOX_DEPTH
from chassis.tables import outbox
from contracts.envelope import CONTENT_TYPE
from contracts.tracing import Sending

log = structlog.get_logger()

LEASE_SECONDS = 30
UNROUTABLE_WAIT_SECONDS = 2
_CLAIMING_LOCK = 0x4F50
"""Only one relay claims at a time, so that none overtakes another's lease on a subject."""

_CLAIM = text(
    """
    with free as (
        select id from outbox candidate
        where (lease_until is null or lease_until < now()) and not_before <= now()
          and not exists (
              select 1 from outbox earlier
              where earlier.subject = candidate.subject and earlier.id < candidate.id
                and (earlier.lease_until >= now() or earlier.not_before > now()))
        order by id limit :batch
        for update skip locked)
    update outbox set lease_token = :token, lease_until = now() + make_interval(secs => :lease)
    from free where outbox.id = free.id
    returning outbox.id, event_id, exchange, routing_key, subject, body, headers
    """
)


class Relay:
    """Claims a batch by lease, publishes it, deletes it; any number may run at once.

    A crash after publishing leaves the leased rows, which are sent again when the lease
    ends: consumers see such an event twice and their inbox drops the second.
    """

    def __init__(
        self, engine: Engine, publisher: BatchPublisher, sealing_key: bytes, *, batch: int = 200
    ) -> None:
        """`sealing_key` is the operators' public one, for what is kept of events that were sent."""
        self._engine = engine
        self._publisher = publisher
        self._sealing_key = sealing_key
        self._batch = batch

    def run_once(self) -> int:
        """Return how many events the broker took; Away when broker or database is."""
        token = uuid4()
        rows = self._claim(token)
        if not rows:
            return 0
        sending = Sending()
        try:
            unroutable = self._publisher.publish([sending.of(_message(row)) for row in rows])
        except BaseException:
            self._give_back(token)
            raise
        sending.taken(but=unroutable)
        return self._settle(token, rows, unroutable)

    def measure(self) -> None:
        """Set the outbox gauges."""
        with translated(), self._engine.connect() as connection:
            depth, oldest = connection.execute(
                select(
                    func.count(), func.extract("epoch", func.now() - func.min(outbox.c.created_at))
                )
            ).one()
        OUTBOX_DEPTH.set(depth)
        OUTBOX_AGE.set(float(oldest or 0))

    def _claim(self, token: UUID) -> Sequence[Row[Any]]:
        with translated(), self._engine.begin() as connection:
            lock = select(func.pg_try_advisory_xact_lock(_CLAIMING_LOCK))
            if not connection.execute(lock).scalar():
                return []
            claim = {"token": token, "batch": self._batch, "lease": LEASE_SECONDS}
            rows = connection.execute(_CLAIM, claim).all()
        return sorted(rows, key=lambda row: row.id)

    def _settle(self, token: UUID, rows: Sequence[Row[Any]], unroutable: set[str]) -> int:
        taken = [row for row in rows if str(row.event_id) not in unroutable]
        with translated(), self._engine.begin() as connection:
            connection.execute(
                delete(outbox).where(
                    outbox.c.lease_token == token, outbox.c.id.in_([row.id for row in taken])
                )
            )
            if taken:
                sent.keep(connection, taken, self._sealing_key)
            if unroutable:
                connection.execute(_postpone(token))
                log.warning("events_unroutable", events=sorted(unroutable))
        for row in taken:
            EVENTS_PUBLISHED.labels(row.routing_key).inc()
        return len(taken)

    def _give_back(self, token: UUID) -> None:
        """Best effort: a lease that cannot be given back ends by itself."""
        with translated(), self._engine.begin() as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.lease_token == token)
                .values(lease_token=None, lease_until=None)
            )


def _postpone(token: UUID) -> Any:
    wait = func.make_interval(0, 0, 0, 0, 0, 0, UNROUTABLE_WAIT_SECONDS)
    return (
        update(outbox)
        .where(outbox.c.lease_token == token)
        .values(lease_token=None, lease_until=None, not_before=func.now() + wait)
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        message_id=str(row.event_id),
        exchange=row.exchange,
        routing_key=row.routing_key,
        body=bytes(row.body),
        content_type=CONTENT_TYPE,
        headers=dict(row.headers),
    )
