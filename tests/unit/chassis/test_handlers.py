"""A handler is given what its declaration says, or it cannot be declared."""

from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from chassis import handlers
from chassis.deliveries import Delivered
from contracts.authorization import CloseSession, GrantAgent
from contracts.base import Done
from contracts.people import ListOperators
from contracts.values import Caller
from tests.factories import ENTERPRISE, OTHER_ENTERPRISE, declarer_filed

CALLER = Caller(enterprise_code=ENTERPRISE, operator_id=uuid4(), medium="legal_person_card")


class Database:
    """Notes what a handler had opened around it."""

    def __init__(self, earlier: Done | None = None) -> None:
        self.opened = "nothing"
        self.concluded: Done | None = None
        self._earlier = earlier

    @contextmanager
    def transaction(self):
        self.opened = "transaction"
        yield "tx"

    @contextmanager
    def reading(self):
        self.opened = "reading"
        yield "session"

    def hear(self, handle) -> None:
        handle("tx", [declarer_filed(name="new")])

    def earlier_reply(self, _command) -> Done | None:
        return self._earlier

    def answered(self, _tx, reply):
        return reply

    def conclude(self, _command, carry_out) -> Done:
        self.concluded = carry_out("tx")
        return self.concluded


class Service:
    def __init__(self, earlier: Done | None = None) -> None:
        self.db = Database(earlier)
        self.given: list[object] = []

    def on_event(self, tx, event) -> None:
        self.given += [tx, event.name]

    def on_events(self, tx, events) -> None:
        self.given += [tx, [event.name for event in events]]

    def on_event_outside(self, event) -> None:
        self.given.append(event.name)

    def answer_question(self, session, request) -> Done:
        self.given += [session, request]
        return Done()

    def carry_out(self, tx, request) -> Done:
        self.given += [tx, request]
        return Done()

    def carry_out_outside(self, request) -> Done:
        return self.db.conclude(request, lambda _tx: Done())

    def forgets_to_conclude(self, request) -> Done:
        self.given.append(request)
        return Done()

    def sweep(self, tx) -> None:
        self.given.append(tx)


GROUP = tuple(Delivered(uuid4(), declarer_filed(name=name)) for name in ("old", "new"))
GRANT = GrantAgent(
    caller=CALLER, agent_code=OTHER_ENTERPRISE, challenge_id=UUID(int=1), card_signature="SPECIMEN"
)


@pytest.mark.parametrize(
    ("declare", "method", "given"),
    [
        (handlers.of_event, Service.on_event, ["tx", "new"]),
        (handlers.of_events, Service.on_events, ["tx", ["new"]]),
    ],
)
def test_an_event_handler_gets_a_transaction_and_what_is_new(declare, method, given):
    service = Service()

    declare(method, outside_transaction=False)(service, GROUP)

    assert service.given == given


def test_an_event_handler_outside_a_transaction_gets_what_came_be_it_new_or_not():
    service = Service()

    handlers.of_event(Service.on_event_outside, outside_transaction=True)(service, GROUP[:1])

    assert service.given == ["old"]


def test_a_question_is_answered_while_reading():
    service, request = Service(), ListOperators(caller=CALLER)

    handlers.of_request(ListOperators, Service.answer_question, outside_transaction=False)(
        service, request
    )

    assert (service.db.opened, service.given) == ("reading", ["session", request])


def test_a_request_that_changes_something_is_answered_in_a_transaction():
    service, request = Service(), CloseSession(token_sha256="0" * 64)

    handlers.of_request(CloseSession, Service.carry_out, outside_transaction=False)(
        service, request
    )

    assert (service.db.opened, service.given) == ("transaction", ["tx", request])


def test_a_command_is_concluded():
    service = Service()

    reply = handlers.of_request(GrantAgent, Service.carry_out, outside_transaction=False)(
        service, GRANT
    )

    assert reply is service.db.concluded


def test_a_command_outside_a_transaction_that_came_before_does_no_work():
    service = Service(earlier=Done())

    handlers.of_request(GrantAgent, Service.forgets_to_conclude, outside_transaction=True)(
        service, GRANT
    )

    assert service.given == []


def test_a_command_outside_a_transaction_that_is_never_concluded_is_a_defect():
    answer = handlers.of_request(GrantAgent, Service.forgets_to_conclude, outside_transaction=True)

    with pytest.raises(RuntimeError, match="without concluding"):
        answer(Service(), GRANT)


def test_a_command_outside_a_transaction_answers_what_it_concluded():
    service = Service()

    reply = handlers.of_request(GrantAgent, Service.carry_out_outside, outside_transaction=True)(
        service, GRANT
    )

    assert reply is service.db.concluded


def test_a_timer_gets_a_transaction():
    service = Service()

    handlers.of_timer(Service.sweep, outside_transaction=False)(service)

    assert service.given == ["tx"]


@pytest.mark.parametrize(
    "declare",
    [
        lambda: handlers.of_event(Service.on_event_outside, outside_transaction=False),
        lambda: handlers.of_events(Service.on_event, outside_transaction=False),
        lambda: handlers.of_event(Service.on_event, outside_transaction=True),
        lambda: handlers.of_timer(Service.sweep, outside_transaction=True),
        lambda: handlers.of_request(ListOperators, Service.carry_out, outside_transaction=False),
        lambda: handlers.of_request(GrantAgent, Service.answer_question, outside_transaction=False),
        lambda: handlers.of_request(GrantAgent, Service.carry_out, outside_transaction=True),
    ],
)
def test_a_handler_that_takes_something_else_cannot_be_declared(declare):
    with pytest.raises(TypeError, match="a handler so declared gets"):
        declare()
