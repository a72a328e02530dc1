"""Transactions of a service: its session, its outbox, its inbox and its remembered replies."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from chassis.clock import utc_now
from chassis.errors import Transient
from chassis.tables import idempotent_replies, inbox, outbox
from contracts.base import Command, Event, Reply
from contracts.envelope import wrap
from contracts.errors import Refused
from contracts.topology import CALL_IDS_HEADER, exchange_name

EventT = TypeVar("EventT", bound=Event)
ReplyT = TypeVar("ReplyT", bound=Reply)

_TAKE_INBOX_ROWS = text(
    "insert into inbox (handler, event_id)"
    " select :handler, unnest(cast(:event_ids as uuid[]))"
    " on conflict do nothing returning cast(event_id as text)"
)
_RETRYABLE_SQLSTATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
"""Serialization failure, deadlock, lock not available, server shutting down or starting."""


def make_engine(database_url: str, *, pool_size: int = 20) -> Engine:
    """Waits at most 10 s for a connection, 5 s for a lock and 30 s for a statement."""
    return create_engine(
        database_url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c timezone=UTC",
        },
    )


@dataclass(frozen=True, slots=True)
class Delivered(Generic[EventT]):
    """One event of a group, with the calls that led to it."""

    event_id: UUID
    event: EventT
    call_id_stack: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is being handled: names the inbox rows and carries the call ids on.

    A handler of groups has a `group` in place of the one `event_id`.
    """

    handler: str
    event_id: UUID | None = None
    call_id_stack: tuple[str, ...] = ()
    group: tuple[Delivered[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One database transaction; everything in it happens or nothing does."""

    session: Session
    delivery: Delivery
    published: list[Event] = field(default_factory=list)

    def publish(self, *events: Event) -> None:
        """Write events to the outbox; the relay sends them after the commit, in this order.

        In a group each carries on the calls of the delivery with the same subject.
        """
        calls = {one.event.subject: one.call_id_stack for one in self.delivery.group}
        rows = []
        for event in events:
            envelope = wrap(event, event_id=uuid4(), time=utc_now())
            stack = calls.get(envelope.subject, self.delivery.call_id_stack)
            rows.append(
                {
                    "event_id": envelope.id,
                    "exchange": exchange_name(event.SOURCE),
                    "routing_key": envelope.type,
                    "subject": envelope.subject,
                    "body": envelope.to_bytes(),
                    "headers": {CALL_IDS_HEADER: list(stack)},
                }
            )
        if rows:
            self.session.execute(insert(outbox), rows)
        self.published.extend(events)

    def first_heard(self) -> list[Any]:
        """Take the inbox rows of the group; its events that no earlier delivery has, in order."""
        group = {str(one.event_id): one.event for one in self.delivery.group}
        rows = {"handler": self.delivery.handler, "event_ids": sorted(group)}
        taken = set(self.session.execute(_TAKE_INBOX_ROWS, rows).scalars())
        return [event for event_id, event in group.items() if event_id in taken]

    def already_handled(self) -> bool:
        """Take this delivery's inbox row; True when an earlier delivery has it."""
        if self.delivery.event_id is None:
            raise RuntimeError("not handling an event")
        row = {"handler": self.delivery.handler, "event_id": self.delivery.event_id}
        taken = self.session.execute(upsert(inbox).values(row).on_conflict_do_nothing())
        return taken.rowcount == 0  # type: ignore[attr-defined,no-any-return]

    def earlier_reply(self, command: Command[ReplyT]) -> ReplyT | None:
        """The first reply to this key, if there is one; claims the key otherwise.

        A second caller with the same key waits here until the first has committed.
        Raise Refused("idempotency.key_reused") when the key came with another content.
        """
        if command.idempotency_key is None:
            return None
        row = _reply_key(command) | {"request_sha256": _digest(command)}
        claim = upsert(idempotent_replies).values(row).on_conflict_do_nothing()
        if self.session.execute(claim).rowcount:  # type: ignore[attr-defined]
            return None
        found = self.session.execute(
            select(idempotent_replies.c.request_sha256, idempotent_replies.c.reply).filter_by(
                **_reply_key(command)
            )
        ).one()
        if found.request_sha256 != row["request_sha256"]:
            raise Refused("idempotency.key_reused")
        return command.reply_type().from_wire(found.reply)  # type: ignore[return-value]

    def remember(self, command: Command[ReplyT], reply: ReplyT) -> ReplyT:
        """Keep the reply for the next call with the same key."""
        if command.idempotency_key is not None:
            self.session.execute(
                update(idempotent_replies)
                .filter_by(**_reply_key(command))
                .values(reply=reply.to_wire())
            )
        return reply


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """What an entrypoint gets as `self.db`."""

    engine: Engine
    delivery: Delivery
    committed: Callable[[], None] = lambda: None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit at the end, roll back on any exception; Transient when the database is away."""
        with translated(), Session(self.engine, expire_on_commit=False) as session:
            transaction = Transaction(session, self.delivery)
            yield transaction
            session.commit()
        if transaction.published:
            self.committed()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions; never commits."""
        with translated(), Session(self.engine) as session:
            yield session


@contextmanager
def translated() -> Iterator[None]:
    """Database failures that pass by themselves become Transient."""
    try:
        yield
    except PoolTimeout as error:
        raise Transient("no database connection is free") from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_retryable(error):
            raise Transient("the database is away or busy") from error
        raise


def _is_retryable(error: DBAPIError) -> bool:
    sqlstate = getattr(error.orig, "pgcode", None)
    if sqlstate is None:
        return isinstance(error, OperationalError | InterfaceError)
    return sqlstate in _RETRYABLE_SQLSTATES or sqlstate.startswith(("08", "53"))


def is_up(engine: Engine) -> bool:
    with translated(), engine.connect() as connection:
        return connection.execute(text("select 1")).scalar() == 1


def _reply_key(command: Command[ReplyT]) -> dict[str, str]:
    caller = f"{command.caller.enterprise_code}/{command.caller.operator_id}"
    return {
        "operation": command.rpc_name(),
        "caller": caller,
        "key": command.idempotency_key or "",
    }


def _digest(command: Command[ReplyT]) -> str:
    """Of what was asked, without its secrets: a fast hash must not hold a password."""
    fields = command.to_wire()
    secret = {name for name in fields if isinstance(getattr(command, name), SecretStr)}
    fields = {name: value for name, value in fields.items() if name not in secret | {"caller"}}
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
