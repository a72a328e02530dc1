"""Transactions of a service: a session with an outbox, and how a worker comes by one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

import structlog
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from chassis import inbox, replies
from chassis.auditing import Call, Person, Refusals
from chassis.clock import utc_now
from chassis.database import translated
from chassis.deliveries import Delivery
from chassis.errors import Transient
from chassis.tables import outbox
from contracts.audit import SAID_BY
from contracts.base import Command, Event, Reply
from contracts.envelope import wrap
from contracts.errors import Refused
from contracts.recorded import ActionRecorded
from contracts.topology import CALL_IDS_HEADER, exchange_name
from contracts.tracing import in_transaction

log = structlog.get_logger()

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

    def happened(self, action: str, person: Person, **subjects: object) -> None:
        """Record what no caller asked for, by its name in `contracts.audited.HAPPENED`."""
        service = self.delivery.handler.partition(".")[0]
        self.publish(
            SAID_BY[service](
                enterprise_code=person.enterprise_code,
                at=utc_now(),
                action=action,
                operator_id=person.operator_id,
                medium=person.medium,
                subjects={name: (str(value),) for name, value in subjects.items()},
            )
        )


@dataclass(slots=True)
class UnitOfWork:
    """What a worker gets as `self.db`; a handler inside a transaction needs nothing of it.

    `concluded` is the reply of the command that was carried out here, if one was; `call` is the
    request that is answered, if one is.
    """

    engine: Engine
    delivery: Delivery
    committed: Callable[[], None] = lambda: None
    concluded: Reply | None = None
    call: Call | None = None
    refusals: Refusals = field(default_factory=Refusals)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit at the end, roll back on any exception; Away when the database is."""
        with (
            in_transaction(),
            translated(),
            Session(self.engine, expire_on_commit=False) as session,
        ):
            transaction = Transaction(session, self.delivery)
            yield transaction
            session.commit()
        if transaction.published:
            self.committed()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions, in which the database takes no change."""
        with in_transaction(), translated(), Session(self.engine) as session:
            session.connection(execution_options={"postgresql_readonly": True})
            yield session

    def hear(self, handle: Callable[[Transaction, list[Event]], None]) -> None:
        """`handle` what of this delivery was never heard before; their inbox rows go with it."""
        with self.transaction() as tx:
            if events := inbox.never_heard(tx.session, self.delivery):
                handle(tx, events)

    def earlier_reply(self, command: Command[ReplyT]) -> ReplyT | None:
        """What a command was answered before it came again, asked before work that takes long."""
        with self.reading() as session:
            reply = replies.find(session, command)
        if reply is not None:
            self.settle()
        return reply

    def conclude(
        self, command: Command[ReplyT], carry_out: Callable[[Transaction], ReplyT]
    ) -> ReplyT:
        """Carry the command out once: whoever comes second with its key gets the first reply."""
        with self.transaction() as tx:
            reply = replies.claim(tx.session, command)
            if reply is None:
                reply = self.answered(tx, carry_out(tx))
                replies.remember(tx.session, command, reply)
        self.settle()
        self.concluded = reply
        return reply

    def answered(self, tx: Transaction, reply: ReplyT) -> ReplyT:
        """Record in this transaction that the call at hand is done, if such calls are recorded.

        To be called once for a call, in the transaction that does what it asks for.
        """
        if self.call is not None and self.call.is_audited:
            tx.publish(*self.call.done(reply, at=utc_now()))
            self.settle()
        return reply

    def concerns(self, person: Person) -> None:
        """Say in whose name the call at hand is to be recorded, where it names no caller."""
        if self.call is not None:
            self.call.person = person

    def given(self, reply: ReplyT) -> ReplyT:
        """Record what only read, before its reply goes out; raise RuntimeError for the others."""
        call = self.call
        if call is None or not call.is_audited or call.settled:
            return reply
        if call.request is not None and call.request.CHANGES:
            raise RuntimeError(f"{call.operation} was answered and not recorded")
        with self.transaction() as tx:
            return self.answered(tx, reply)

    def refused(self, refusal: Refused) -> None:
        """Record it in a transaction of its own, or count it among those of this minute."""
        if self.call is not None and self.call.is_audited:
            self.record(self.refusals.note(self.call.refused(refusal.code, at=utc_now())))

    def record(self, refused: Sequence[ActionRecorded]) -> None:
        """What cannot be written now is counted, and written when its minute is over."""
        if not refused:
            return
        try:
            with self.transaction() as tx:
                tx.publish(*refused)
        except Transient as error:
            self.refusals.give_back(refused)
            log.warning("refusals_wait", error=str(error))

    def settle(self) -> None:
        """Nothing is to be recorded of the call at hand: it was before, or nothing was done."""
        if self.call is not None:
            self.call.settled = True
