"""Somebody uses a card, a session or a password that is no longer anybody's."""

from contextlib import closing
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography import x509

from contracts.values import MINIMUM_PASSWORD
from tests.attacks.identities.front import ELSEWHERE, PASSWORD, Visitor


def serial_number(card) -> int:
    return x509.load_pem_x509_certificate(card.certificate_pem).serial_number


@pytest.fixture
def guest(front):
    """Another person of the same enterprise, at another address."""
    with closing(Visitor(front, address=ELSEWHERE)) as guest:
        yield guest


@pytest.mark.rule("R4")
def test_a_revoked_card_s_session_ends_when_the_list_arrives(legal_person, front, tmp_path):
    assert legal_person.who() == 200

    front.publish_list(tmp_path, serial_number(legal_person.company.legal_card))

    assert legal_person.who() == 401
    assert legal_person.show().json()["code"] == "card.revoked"


@pytest.mark.rule("R4")
def test_of_two_cards_of_equal_date_only_the_one_shown_last_is_valid(legal_person, guest, front):
    lost, replacement = legal_person.company.legal_card, legal_person.company.card()
    assert legal_person.who() == 200

    guest.log_in(replacement)
    front.tell()

    assert legal_person.who() == 401
    assert legal_person.show(lost).json()["code"] == "card.replaced"
    assert guest.who() == 200


@pytest.mark.rule("R4")
def test_a_card_that_was_bound_ends_the_session_of_the_one_it_replaces(legal_person, guest, front):
    old, new = guest.operator_card(timedelta(days=-2)), guest.operator_card()
    guest.log_in(old)
    [operator] = [
        one
        for one in legal_person.done("GET", "/operators")["operators"]
        if one["role"] == "operator"
    ]

    shown = {"card_certificate": new.certificate_pem.decode()}
    legal_person.done("POST", f"/operators/{operator['operator_id']}/card", json=shown)
    front.tell()

    assert guest.who() == 401


def test_a_stale_revocation_list_stops_the_legal_person_and_no_password(legal_person, guest, front):
    legal_person.done("GET", "/sessions/current")
    assert legal_person.add("clerk").status_code == 201

    front.clock.pass_by(days=31)

    assert legal_person.show().json()["code"] == "card.revocations_stale"
    assert guest.log_in_with_password("clerk") is None


def test_a_session_that_nobody_uses_ends_before_its_time(legal_person, front):
    front.clock.pass_by(minutes=59)
    person = UUID(legal_person.done("GET", "/sessions/current")["caller"]["operator_id"])
    front.clock.pass_by(minutes=59)
    front.parts.sessions.forget_person(person)
    legal_person.done("GET", "/sessions/current")

    front.clock.pass_by(minutes=61)
    front.parts.sessions.forget_person(person)

    assert legal_person.refusal("GET", "/sessions/current") == "session.expired"


def test_the_legal_person_sees_and_ends_a_session_that_a_thief_opened(legal_person, guest, front):
    assert legal_person.add("clerk").status_code == 201
    guest.log_in_with_password("clerk")
    [seen] = [
        one
        for one in legal_person.done("GET", "/sessions")["sessions"]
        if one["client_address"] == ELSEWHERE
    ]

    legal_person.done("DELETE", f"/sessions/{seen['session_id']}")
    front.tell()

    assert guest.who() == 401


def test_a_clerk_sees_and_ends_no_sessions_but_the_own(legal_person, guest):
    legal_person.add("clerk")
    guest.log_in_with_password("clerk")
    other = legal_person.done("GET", "/sessions/current")["session_id"]

    assert len(guest.done("GET", "/sessions")["sessions"]) == 1
    assert guest.refusal("DELETE", f"/sessions/{other}") == "session.unknown"


def test_who_was_removed_is_out_and_the_name_is_free(legal_person, guest, front):
    operator = legal_person.add("clerk").json()
    guest.log_in_with_password("clerk")
    assert guest.who() == 200

    legal_person.done("DELETE", f"/operators/{operator['operator_id']}")
    front.tell()

    assert guest.who() == 401
    assert guest.log_in_with_password("clerk") == "session.wrong_password"
    assert guest.show(guest.operator_card()).json()["code"] == "operator.disabled"
    assert legal_person.add("clerk", number=2).status_code == 201


def test_a_new_password_of_one_s_own_ends_what_a_thief_opened_with_the_old_one(
    legal_person, visitor, guest, front
):
    legal_person.add("clerk")
    visitor.log_in_with_password("clerk")
    guest.log_in_with_password("clerk")
    change = {"old_password": PASSWORD, "password": "four words nobody guesses"}

    visitor.done("POST", "/sessions/current/password", json=change)
    front.tell()

    assert (visitor.who(), guest.who()) == (200, 401)


def test_a_stolen_session_does_not_change_the_password_without_it(legal_person, guest):
    legal_person.add("clerk")
    guest.log_in_with_password("clerk")
    guess = {"old_password": "x" * MINIMUM_PASSWORD, "password": "four words nobody guesses"}

    first = guest.refusal("POST", "/sessions/current/password", json=guess)
    second = guest.refusal("POST", "/sessions/current/password", json=guess)
    third = guest.refusal("POST", "/sessions/current/password", json=guess)

    assert (first, second, third) == (
        "operator.wrong_password",
        "operator.wrong_password",
        "session.locked",
    )


def test_nobody_locks_somebody_else_out_by_failing(legal_person, visitor, guest):
    legal_person.add("clerk")

    guest.log_in_with_password("clerk", "a wrong password")
    guest.log_in_with_password("clerk", "a wrong password")

    assert guest.log_in_with_password("clerk") == "session.locked"
    assert visitor.log_in_with_password("clerk") is None


@pytest.mark.parametrize(
    "password", ["woaini1314", "1234567890", "password123", "SPECIMEN TRADING NO. 1"]
)
def test_a_password_that_is_guessed_first_is_refused(legal_person, password):
    operator = legal_person.add("clerk").json()
    body = {"password": password}

    refused = legal_person.refusal(
        "POST", f"/operators/{operator['operator_id']}/password", json=body
    )

    assert refused == "operator.common_password"
