"""Inbox and remembered replies: nothing is done twice."""

import threading
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import InternalError
from sqlalchemy.pool import NullPool

from chassis.database import make_engine
from chassis.deliveries import Delivered, Delivery
from chassis.errors import Away, Transient
from chassis.transactions import Transaction, UnitOfWork
from contracts.authorization import AgentGrantView, GrantAgent
from contracts.base import Event
from contracts.errors import Refused
from contracts.values import Caller
from tests.factories import ENTERPRISE, NOW, OTHER_ENTERPRISE, declarer_filed


def grant_agent(key: str | None = "key", agent: str = OTHER_ENTERPRISE) -> GrantAgent:
    caller = Caller(
        enterprise_code=ENTERPRISE,
        operator_id="00000000-0000-4000-8000-000000000001",
        medium="legal_person_card",
    )
    signed = {"challenge_id": UUID(int=1), "card_signature": "SPECIMEN"}
    return GrantAgent(caller=caller, idempotency_key=key, agent_code=agent, **signed)


def granted() -> AgentGrantView:
    return AgentGrantView(
        grant_id=uuid4(),
        principal_code=ENTERPRISE,
        agent_code=OTHER_ENTERPRISE,
        granted_at=NOW,
    )


def answer(unit_of_work: UnitOfWork, command: GrantAgent) -> AgentGrantView:
    return unit_of_work.conclude(command, lambda _tx: granted())


def hear(engine: Engine, event_id: UUID, handler: str = "test.handler") -> list[Event]:
    """What a handler is given of one event, delivered once more."""
    heard = []
    delivery = Delivery(handler, group=(Delivered(event_id, declarer_filed()),))
    UnitOfWork(engine, delivery).hear(lambda _tx, events: heard.extend(events))
    return heard


def test_an_event_delivered_twice_is_handled_once(engine):
    event_id = uuid4()

    assert len(hear(engine, event_id)) == 1
    assert hear(engine, event_id) == []


def test_a_handler_that_failed_gets_the_event_again(engine):
    event_id = uuid4()
    delivery = Delivery("test.handler", group=(Delivered(event_id, declarer_filed()),))

    def fail(_tx: Transaction, _events: list[Event]) -> None:
        raise RuntimeError

    with suppress(RuntimeError):
        UnitOfWork(engine, delivery).hear(fail)

    assert len(hear(engine, event_id)) == 1


def test_two_handlers_of_one_event_both_handle_it(engine):
    event_id = uuid4()

    assert len(hear(engine, event_id, "one")) == 1
    assert len(hear(engine, event_id, "other")) == 1


def test_an_event_twice_in_one_group_is_handled_once(engine):
    twice = Delivered(uuid4(), declarer_filed())
    heard = []

    UnitOfWork(engine, Delivery("test.handler", group=(twice, twice))).hear(
        lambda _tx, events: heard.extend(events)
    )

    assert heard == [twice.event]


def test_a_question_cannot_change_anything(unit_of_work):
    with pytest.raises(InternalError, match="read-only"), unit_of_work.reading() as session:
        session.execute(text("insert into marks (name) values ('written while reading')"))


def test_a_transaction_after_a_question_may_change_things_again(unit_of_work):
    with unit_of_work.reading() as session:
        session.execute(text("select 1"))

    with unit_of_work.transaction() as tx:
        tx.session.execute(text("insert into marks (name) values ('written')"))


def test_a_command_that_failed_may_be_sent_again_under_its_key(unit_of_work):
    def fail(_tx: Transaction) -> AgentGrantView:
        raise RuntimeError

    with suppress(RuntimeError):
        unit_of_work.conclude(grant_agent(), fail)

    assert unit_of_work.earlier_reply(grant_agent()) is None
    assert answer(unit_of_work, grant_agent()).principal_code == ENTERPRISE


def test_a_reply_is_found_before_the_work_is_done_again(unit_of_work):
    first = answer(unit_of_work, grant_agent())

    assert unit_of_work.earlier_reply(grant_agent()) == first


def test_the_same_key_gets_the_first_reply_again(unit_of_work):
    first = answer(unit_of_work, grant_agent())

    assert answer(unit_of_work, grant_agent()) == first


def test_another_key_is_another_command(unit_of_work):
    first = answer(unit_of_work, grant_agent("one"))

    assert answer(unit_of_work, grant_agent("other")) != first


def test_a_key_used_for_another_content_is_refused(unit_of_work):
    answer(unit_of_work, grant_agent())

    with pytest.raises(Refused, match=r"idempotency\.key_reused"):
        answer(unit_of_work, grant_agent(agent=ENTERPRISE))


def test_two_callers_with_one_key_at_once_get_one_reply(unit_of_work):
    replies = []
    threads = [
        threading.Thread(target=lambda: replies.append(answer(unit_of_work, grant_agent())))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(replies) == 6
    assert len({reply.grant_id for reply in replies}) == 1


def test_a_database_that_is_away_is_a_passing_failure():
    engine = make_engine("postgresql+psycopg2://nobody:none@127.0.0.1:1/none")

    with pytest.raises(Transient), UnitOfWork(engine, Delivery("test")).transaction() as tx:
        tx.session.execute(text("select 1"))
    engine.dispose()


def test_a_wrong_statement_is_a_defect_and_not_a_passing_failure(unit_of_work):
    with pytest.raises(Exception, match="does not exist") as failure:  # noqa: SIM117 - only what is inside may raise
        with unit_of_work.transaction() as tx:
            tx.session.execute(text("select nothing from nowhere"))

    assert not isinstance(failure.value, Transient)


def cut_off(engine: Engine) -> None:
    """The server ends all other connections to this database."""
    ending = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with create_engine(engine.url, poolclass=NullPool).connect() as connection:
        connection.execute(text(ending))


def test_a_connection_that_lay_idle_and_was_lost_is_made_anew(engine, unit_of_work, monkeypatch):
    with unit_of_work.reading() as session:
        session.execute(text("select 1"))
    cut_off(engine)
    monkeypatch.setattr("chassis.database.IDLE_SECONDS", 0)

    with unit_of_work.reading() as session:
        assert session.execute(text("select 1")).scalar() == 1


def test_a_connection_lost_within_a_second_fails_once_as_a_database_that_is_away(
    engine, unit_of_work, monkeypatch
):
    monkeypatch.setattr("chassis.database.IDLE_SECONDS", 60)
    with unit_of_work.reading() as session:
        session.execute(text("select 1"))
    cut_off(engine)

    with pytest.raises(Away), unit_of_work.reading() as session:
        session.execute(text("select 1"))
    with unit_of_work.reading() as session:
        assert session.execute(text("select 1")).scalar() == 1
