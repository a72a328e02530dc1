"""A session has the card at a workstation sign; nobody else sees the statement or the signature."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.card_requests import (
    AnswerCardRequest,
    AskCardSignature,
    CardAnswer,
    GetCardRequest,
    ListCardRequests,
    WithdrawCardRequest,
)
from contracts.card_statements import CardPurpose, statement
from contracts.proofs import ANNOUNCING, ASKING_FOR_CARD_REQUESTS, EMPTY, answering
from contracts.values import LoginMedium
from contracts.workstation_program import WorkstationState
from contracts.workstations import Connection, ConnectWorkstation, KeepPresence, RevokeWorkstation
from tests.integration.print_svc.desks import DESK
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import EXPORTER, STRANGER, caller

CARD = LoginMedium.LEGAL_PERSON_CARD
SESSION = uuid4()
SAYS = statement(CardPurpose.GRANT_AGENT, [("agent", "91…")], b"nonce")
SIGNED = CardAnswer(outcome="signed", signature="MEUC")


@pytest.fixture
def desk(office):
    return office.desks.named(DESK, EXPORTER)


def ask(office, desk, who=None, **changes):
    fields = {
        "caller": who or caller(medium=CARD),
        "workstation_id": desk.workstation_id,
        "session_id": SESSION,
        "operator_name": "样本法人",
        "client_address": "192.0.2.1",
        "challenge_id": uuid4(),
        "statement": SAYS,
        "expires_at": office.clock() + timedelta(minutes=10),
    }
    return office.bench.ask(AskCardSignature(**fields | changes))


def connect(office, desk, connection_id):
    office.bench.ask(
        ConnectWorkstation(
            proof=office.desks.prove(desk, ANNOUNCING),
            content_sha256=EMPTY,
            connection_id=connection_id,
            state=WorkstationState(program_version="1.0.0"),
        )
    )


def seen(office, asked, who=None, session=SESSION):
    question = GetCardRequest(
        caller=who or caller(medium=CARD), request_id=asked.request_id, session_id=session
    )
    return office.bench.ask(question)


def waiting(office, desk):
    proof = office.desks.prove(desk, ASKING_FOR_CARD_REQUESTS)
    return office.bench.ask(ListCardRequests(proof=proof)).requests


def answer(office, desk, asked, said=SIGNED):
    content = hashlib.sha256(said.model_dump_json().encode()).hexdigest()
    proof = office.desks.prove(desk, answering(asked.request_id), content)
    office.bench.ask(
        AnswerCardRequest(
            proof=proof, content_sha256=content, request_id=asked.request_id, answer=said
        )
    )


@pytest.mark.rule("R24")
def test_a_statement_goes_to_the_workstation_and_its_signature_comes_back(office, desk):
    asked = ask(office, desk)
    [shown] = waiting(office, desk)

    answer(office, desk, asked)

    after = seen(office, asked)
    assert (shown.statement, shown.asked_by) == (SAYS, "样本法人")
    assert shown.client_address == "192.0.2.1"
    assert (asked.state, after.state, after.signature) == ("waiting", "signed", "MEUC")
    assert waiting(office, desk) == ()


@pytest.mark.parametrize(
    ("said", "state", "words"),
    [
        (CardAnswer(outcome="refused"), "refused", "持卡人拒绝签名"),
        (CardAnswer(outcome="failed", trouble="card_pulled_out"), "failed", "卡被拔出"),
        (CardAnswer(outcome="failed", trouble="card_locked"), "failed", "已被锁定"),
    ],
)
def test_each_way_not_to_sign_is_an_answer_of_its_own(office, desk, said, state, words):
    asked = ask(office, desk)

    answer(office, desk, asked, said)

    after = seen(office, asked)
    assert (after.state, after.signature) == (state, None)
    assert words in after.message_zh


def test_whoever_does_not_answer_in_time_has_not_signed(office, desk):
    asked = ask(office, desk)
    office.clock.skip(timedelta(minutes=10))

    assert seen(office, asked).state == "expired"
    assert waiting(office, desk) == ()
    with refused("card.unknown_request"):
        answer(office, desk, asked)


def test_a_program_that_is_closed_while_a_statement_waits_is_told_of(office, desk):
    lost = Connection(workstation_id=desk.workstation_id, connection_id=uuid4())
    connect(office, desk, lost.connection_id)
    asked = ask(office, desk)
    office.bench.ask(KeepPresence(lost=(lost,)))

    after = seen(office, asked)

    assert (after.state, after.closed) == ("waiting", True)
    assert "已关闭" in after.message_zh


@pytest.mark.rule("R69")
def test_a_program_that_does_not_run_or_is_too_old_is_told_of_at_once(office, desk):
    closed = office.desks.enrol(name="closed", connected_until=office.clock())
    old = office.desks.enrol(name="old", program_version="0.0.1")

    with refused("workstation.not_running"):
        ask(office, closed)
    with refused("workstation.too_old"):
        ask(office, old)


def test_no_workstation_of_another_enterprise_is_asked(office, desk):
    with refused("workstation.unknown"):
        ask(office, desk, caller(STRANGER, medium=CARD))


def test_a_revoked_workstation_is_asked_no_more_and_shows_nothing(office, desk):
    asked = ask(office, desk)

    office.bench.ask(
        RevokeWorkstation(caller=caller(medium=CARD), workstation_id=desk.workstation_id)
    )

    assert seen(office, asked).state == "withdrawn"
    with refused("workstation.revoked"):
        waiting(office, desk)


def test_a_login_is_never_asked_for_from_afar(office, desk):
    with refused("card.no_statement"):
        ask(office, desk, statement=statement(CardPurpose.LOG_IN, [], b"nonce"))
    with refused("card.no_statement"):
        ask(office, desk, statement="pay 1,000,000")


def test_another_session_or_person_sees_nothing_of_it(office, desk):
    asked = ask(office, desk)
    answer(office, desk, asked)

    with refused("card.unknown_request"):
        seen(office, asked, session=uuid4())
    with refused("card.unknown_request"):
        seen(office, asked, caller(STRANGER, medium=CARD))


def test_another_workstation_neither_sees_nor_answers_it(office, desk):
    asked = ask(office, desk)
    other = office.desks.enrol(name="other desk")

    assert waiting(office, other) == ()
    with refused("card.unknown_request"):
        answer(office, other, asked)
    assert seen(office, asked).state == "waiting"


def test_an_answer_counts_once(office, desk):
    asked = ask(office, desk)
    answer(office, desk, asked, CardAnswer(outcome="refused"))

    with refused("card.unknown_request"):
        answer(office, desk, asked)

    assert seen(office, asked).state == "refused"


def test_what_is_withdrawn_or_asked_anew_is_shown_no_more(office, desk):
    first, second = ask(office, desk), ask(office, desk)
    before = [one.request_id for one in waiting(office, desk)]

    withdrawn = office.bench.ask(
        WithdrawCardRequest(
            caller=caller(medium=CARD), request_id=second.request_id, session_id=SESSION
        )
    )

    assert before == [second.request_id]
    assert (seen(office, first).state, withdrawn.state) == ("withdrawn", "withdrawn")
    assert waiting(office, desk) == ()


def test_a_notice_that_was_lost_comes_again_with_the_next_beat(office, desk):
    ask(office, desk)
    connection = Connection(workstation_id=desk.workstation_id, connection_id=uuid4())

    kept = office.bench.ask(KeepPresence(connected=(connection,)))

    assert kept.asked == (desk.workstation_id,)
