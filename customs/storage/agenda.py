"""The agenda: what is to be said and when, claimed by lease, deleted once confirmed.

A row belongs to the transaction that decided it. Rows of one subject go out in order of their
due time: while one of them is leased, no other relay gets the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, func, insert, select, text, update

from customs.domain.plans import Plan
from customs.tables import agenda, said

LEASE_SECONDS = 20
UNROUTABLE_WAIT_SECONDS = 2
_SAID = ("event_id", "event_type", "subject", "body", "call_ids")
_CLAIMING_LOCK = 0x43555354

_CLAIM = text(
    """
    with due as (
        select id from agenda candidate
        where due_at <= now() and (lease_until is null or lease_until < now())
          and not exists (
              select 1 from agenda other
              where other.subject = candidate.subject and other.lease_until >= now())
        order by due_at, id limit :batch
        for update skip locked)
    update agenda set lease_token = :token, lease_until = now() + make_interval(secs => :lease)
    from due where agenda.id = due.id
    returning agenda.id, event_type, subject, body, call_ids, due_at
    """
)


@dataclass(frozen=True, slots=True)
class Due:
    """One publication in the hands of a relay."""

    row_id: int
    event_type: str
    subject: str
    body: bytes
    call_ids: list[str]
    due_at: datetime


def schedule(connection: Connection, plan: Plan, call_ids: Sequence[str]) -> None:
    rows = [
        {
            "event_id": item.event_id,
            "event_type": type(item.event).__name__,
            "subject": item.event.subject,
            "body": item.envelope.to_bytes(),
            "call_ids": list(call_ids),
            "due_at": item.due_at,
        }
        for item in plan
    ]
    if rows:
        connection.execute(insert(agenda), rows)


def claim(connection: Connection, batch: int) -> tuple[UUID, list[Due]]:
    """The next due rows, in order, leased under the token."""
    token = uuid4()
    connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING_LOCK)))
    lease = {"batch": batch, "token": token, "lease": LEASE_SECONDS}
    rows = [
        Due(row.id, row.event_type, row.subject, bytes(row.body), row.call_ids, row.due_at)
        for row in connection.execute(_CLAIM, lease)
    ]
    return token, sorted(rows, key=lambda row: (row.due_at, row.row_id))


def settle(connection: Connection, token: UUID, confirmed: Collection[int]) -> None:
    """What was confirmed leaves the agenda, and is kept for who may ask for it again."""
    leased = agenda.c.lease_token == token
    over = delete(agenda).where(leased, agenda.c.id.in_(list(confirmed)))
    gone = over.returning(agenda).cte("gone")
    in_order = select(*(gone.c[name] for name in _SAID)).order_by(gone.c.due_at, gone.c.id)
    connection.execute(insert(said).from_select(_SAID, in_order))


def say_again(connection: Connection, since: datetime) -> int:
    """Put what was said from then on at the end of the agenda, in its order; how much that is.

    Under the ids that it had: who heard it then knows it.
    """
    told = select(*(said.c[name] for name in _SAID), func.now())
    told = told.where(said.c.said_at >= since).order_by(said.c.id)
    return connection.execute(insert(agenda).from_select([*_SAID, "due_at"], told)).rowcount


def last_said(connection: Connection) -> datetime | None:
    return connection.execute(select(func.max(said.c.said_at))).scalar()


def give_back(connection: Connection, token: UUID) -> None:
    """Nothing is known of these: the next relay sends them."""
    connection.execute(
        update(agenda)
        .where(agenda.c.lease_token == token)
        .values(lease_token=None, lease_until=None)
    )


def hold_back(connection: Connection, token: UUID, row_ids: Collection[int]) -> None:
    """Nobody listens yet: the subject rests a moment, so that its order holds."""
    if row_ids:
        until = func.now() + func.make_interval(0, 0, 0, 0, 0, 0, UNROUTABLE_WAIT_SECONDS)
        connection.execute(
            update(agenda)
            .where(agenda.c.lease_token == token, agenda.c.id.in_(list(row_ids)))
            .values(lease_token=None, lease_until=until)
        )


def due_depth(connection: Connection) -> tuple[int, float]:
    """How many rows are due, and for how many seconds the oldest has been."""
    age = func.extract("epoch", func.now() - func.min(agenda.c.due_at))
    statement = select(func.count(), age).where(agenda.c.due_at <= func.now())
    depth, seconds = connection.execute(statement).one()
    return depth, float(seconds or 0)
