"""Somebody wants the card at another's workstation to sign, or the signature that it made."""

from contextlib import ExitStack
from uuid import UUID

import pytest

from chassis.testing import Bench
from gateway.app import create_app
from gateway.parts import assemble
from services.print_svc.service import PrintService
from tests.attacks.identities.conftest import GATEWAY
from tests.attacks.identities.front import ELSEWHERE, Front, Rpc, Visitor
from tests.integration.print_svc.conftest import settings as print_settings
from tests.integration.print_svc.desks import Desks
from workstation.cards import PROGRAM_VERSION, CardError
from workstation.signing import check_code

__all__ = ["print_settings"]

TO_GRANT = {"purpose": "grant_agent"}


@pytest.fixture
def desks(migrated_database, clock):
    return Desks(migrated_database("services.print_svc"), clock)


@pytest.fixture
def street(auth_bench, authority, clock, desks, print_settings):
    """The gateway before two services; `street(seed, address)` is somebody with a card."""
    bench = Bench(PrintService, desks.engine, None, print_settings, now=clock)
    parts = assemble(GATEWAY, rpc=Rpc({"auth_svc": auth_bench, "print_svc": bench}))
    front = Front(create_app(parts), parts, auth_bench, authority, clock)
    with ExitStack() as exits:

        def somebody(seed=1, address=ELSEWHERE):
            visitor = Visitor(front, seed, address)
            exits.callback(visitor.close)
            return visitor

        yield somebody


@pytest.fixture
def victim(street):
    person = street(1, "192.0.2.1")
    person.log_in()
    return person


@pytest.fixture
def desk(victim, desks):
    """A workstation of the victim's enterprise, which runs."""
    return desks.enrol(name="front", enterprise_code=victim.company.code)


def ask(visitor, desk):
    agent = visitor.front.company(3).code
    return visitor.ask(
        "POST",
        f"/workstations/{desk.workstation_id}/card-requests",
        json={"to_sign": TO_GRANT | {"agent_code": agent}},
    )


def sign(visitor, code):
    """The program with this visitor's card signs for the login of this code."""
    shown = visitor.done("GET", f"/card-logins/{code}")
    return visitor.done(
        "POST",
        f"/card-logins/{code}/signature",
        json={
            "card_certificate": visitor.company.legal_card.certificate_pem.decode(),
            "signature": visitor.sign(shown["statement"]),
            "program_version": PROGRAM_VERSION,
        },
    )


def complete(visitor, begun):
    return visitor.ask(
        "POST", "/card-logins/completion", json={"login_secret": begun["login_secret"]}
    ).json()


@pytest.mark.rule("R24")
def test_another_enterprise_s_workstation_cannot_be_asked(street, desk):
    stranger = street(2)
    stranger.log_in()

    assert ask(stranger, desk).json()["code"] == "workstation.unknown"


@pytest.mark.rule("R24")
def test_neither_another_session_nor_another_enterprise_fetches_the_signature(street, victim, desk):
    asked = ask(victim, desk).json()
    same_person, stranger = street(1), street(2)
    same_person.log_in(victim.company.legal_card)
    stranger.log_in()
    path = f"/card-requests/{asked['request_id']}"

    assert victim.done("GET", path)["state"] == "waiting"
    assert same_person.refusal("GET", path) == "card.unknown_request"
    assert stranger.refusal("GET", path) == "card.unknown_request"
    assert street().refusal("GET", path) == "session.required"


def test_without_the_workstation_s_key_nobody_sees_or_answers_what_waits_there(
    street, victim, desk, desks
):
    asked = ask(victim, desk).json()
    other = desks.enrol(name="other", enterprise_code=street(2).company.code)
    forged = other.prove("GET /api/v1/workstations/card-requests").model_copy(
        update={"workstation_id": UUID(str(desk.workstation_id))}
    )

    refusal = street().refusal(
        "GET", "/workstations/card-requests", headers={"X-Workstation-Proof": forged.header()}
    )

    assert refusal == "workstation.wrong_proof"
    assert victim.done("GET", f"/card-requests/{asked['request_id']}")["state"] == "waiting"


@pytest.mark.rule("R4")
def test_a_login_that_a_stranger_begins_reaches_no_workstation_and_opens_nothing(street):
    thief = street()
    begun = thief.done("POST", "/card-logins")

    assert complete(thief, begun)["state"] == "waiting"
    assert set(begun) & {"statement", "challenge_id"} == set()


@pytest.mark.rule("R4")
def test_who_is_talked_into_a_stranger_s_code_reads_from_where_it_comes(street):
    thief, victim = street(2, ELSEWHERE), street(1, "192.0.2.1")
    begun = thief.done("POST", "/card-logins")

    shown = victim.done("GET", f"/card-logins/{begun['user_code']}")

    assert shown["client_address"] == ELSEWHERE
    assert f"Browser's address: {ELSEWHERE}" in shown["statement"]


@pytest.mark.rule("R4")
def test_a_code_that_was_read_over_a_shoulder_fetches_no_session(street):
    victim, thief = street(1, "192.0.2.1"), street()
    begun = victim.done("POST", "/card-logins")
    sign(victim, begun["user_code"])

    guessed = complete(thief, {"login_secret": begun["user_code"]})

    assert guessed["code"] == "card.unknown_login"
    assert complete(victim, begun)["session"]["caller"]["enterprise_code"] == victim.company.code


@pytest.mark.rule("R4")
def test_the_signature_of_the_victim_s_login_opens_none_of_the_stranger_s(street):
    victim, thief = street(1, "192.0.2.1"), street()
    mine, others = victim.done("POST", "/card-logins"), thief.done("POST", "/card-logins")
    statement = victim.done("GET", f"/card-logins/{mine['user_code']}")["statement"]

    body = {
        "card_certificate": victim.company.legal_card.certificate_pem.decode(),
        "signature": victim.sign(statement),
        "program_version": PROGRAM_VERSION,
    }
    path = f"/card-logins/{others['user_code']}/signature"

    assert thief.refusal("POST", path, json=body) == "card.wrong_signature"
    challenge = thief.done("POST", "/card-challenges")
    assert (
        thief.refusal(
            "POST", "/card-sessions", json=body | {"challenge_id": challenge["challenge_id"]}
        )
        == "card.wrong_signature"
    )


def test_a_gateway_that_shows_another_statement_under_the_code_gets_no_signature(street):
    mine, others = street(1).done("POST", "/card-logins"), street(2).done("POST", "/card-logins")
    statement = street(1).done("GET", f"/card-logins/{others['user_code']}")["statement"]

    with pytest.raises(CardError):
        check_code(statement, mine["user_code"])
