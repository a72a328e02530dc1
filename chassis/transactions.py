"""Transactions of a service: a session with an outbox, and how a worker comes by one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from chassis import inbox, replies
from chassis.clock import utc_now
from chassis.database import translated
from chassis.deliveries import Delivery
from chassis.tables import outbox
from contracts.base import Command, Event, Reply
from contracts.envelope import wrap
from contracts.topology import CALL_IDS_HEADER, exchange_name

ReplyT = TypeVar("ReplyT", bound=Reply)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One database transaction; everything in it happens or nothing does."""

    session: Session
    delivery: Delivery
    published: list[Event] = field(default_factory=list)

    def publish(self, *events: Event) -> None:
        """Write events to the outbox; the relay sends them after the commit, in this order.

        Each carries on the calls of the delivered event with the same subject, or the worker's.
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


@dataclass(slots=True)
class UnitOfWork:
    """What a worker gets as `self.db`; a handler inside a transaction needs nothing of it.

    `concluded` is the reply of the command that was carried out here, if one was.
    """

    engine: Engine
    delivery: Delivery
    committed: Callable[[], None] = lambda: None
    concluded: Reply | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit at the end, roll back on any exception; Away when the database is."""
        with translated(), Session(self.engine, expire_on_commit=False) as session:
            transaction = Transaction(session, self.delivery)
            yield transaction
            session.commit()
        if transaction.published:
            self.committed()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions, in which the database takes no change."""
        engine = self.engine.execution_options(postgresql_readonly=True)
        with translated(), Session(engine) as session:
            yield session

    def hear(self, handle: Callable[[Transaction, list[Event]], None]) -> None:
        """`handle` what of this delivery was never heard before; their inbox rows go with it."""
        with self.transaction() as tx:
            if events := inbox.never_heard(tx.session, self.delivery):
                handle(tx, events)

    def earlier_reply(self, command: Command[ReplyT]) -> ReplyT | None:
        """What a command was answered before it came again, asked before work that takes long."""
        with self.reading() as session:
            return replies.find(session, command)

    def conclude(
        self, command: Command[ReplyT], carry_out: Callable[[Transaction], ReplyT]
    ) -> ReplyT:
        """Carry the command out once: whoever comes second with its key gets the first reply."""
        with self.transaction() as tx:
            reply = replies.claim(tx.session, command)
            if reply is None:
                reply = carry_out(tx)
                replies.remember(tx.session, command, reply)
        self.concluded = reply
        return reply
