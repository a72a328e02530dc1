"""Inbox and remembered replies: nothing is done twice."""

import threading
from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.database import Delivery, UnitOfWork, make_engine
from chassis.errors import Transient
from contracts.authorization import AgentGrantView, GrantAgent
from contracts.errors import Refused
from contracts.values import Caller
from tests.factories import ENTERPRISE, NOW, OTHER_ENTERPRISE


def grant_agent(key: str | None = "key", agent: str = OTHER_ENTERPRISE) -> GrantAgent:
    caller = Caller(
        enterprise_code=ENTERPRISE,
        operator_id="00000000-0000-4000-8000-000000000001",
        medium="legal_person_card",
    )
    return GrantAgent(caller=caller, idempotency_key=key, agent_code=agent)


def granted() -> AgentGrantView:
    return AgentGrantView(
        grant_id=uuid4(),
        principal_code=ENTERPRISE,
        agent_code=OTHER_ENTERPRISE,
        granted_at=NOW,
    )


def answer(unit_of_work: UnitOfWork, command: GrantAgent) -> AgentGrantView:
    with unit_of_work.transaction() as tx:
        earlier = tx.earlier_reply(command)
        return earlier or tx.remember(command, granted())


def test_an_event_delivered_twice_is_handled_once(engine):
    delivery = UnitOfWork(engine, Delivery("test.handler", uuid4()))

    seen = []
    for _ in range(2):
        with delivery.transaction() as tx:
            seen.append(tx.already_handled())

    assert seen == [False, True]


def test_a_handler_that_failed_gets_the_event_again(engine):
    delivery = UnitOfWork(engine, Delivery("test.handler", uuid4()))
    with suppress(RuntimeError), delivery.transaction() as tx:
        tx.already_handled()
        raise RuntimeError

    with delivery.transaction() as tx:
        assert not tx.already_handled()


def test_two_handlers_of_one_event_both_handle_it(engine):
    event_id = uuid4()
    for handler in ("one", "other"):
        with UnitOfWork(engine, Delivery(handler, event_id)).transaction() as tx:
            assert not tx.already_handled()


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
    with pytest.raises(Exception, match="does not exist") as failure:  # noqa: SIM117
        with unit_of_work.transaction() as tx:
            tx.session.execute(text("select nothing from nowhere"))

    assert not isinstance(failure.value, Transient)
