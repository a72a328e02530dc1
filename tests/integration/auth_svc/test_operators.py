"""Operators (R20): who is added, with what login, and which card stays bound to each (R24)."""

from datetime import timedelta

import pytest

from chassis.testing import TEST_SEALER
from contracts.errors import Refused
from contracts.people import AddOperator, ListOperators
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import PASSWORD
from workstation.card_issuer import CardRole


def test_a_password_login_of_a_card_holder_has_a_passwords_rights_and_keeps_the_card(company):
    caller = company.legal_person()

    added = company.add_operator(caller, id_number=company.person(0))

    assert added.operator_id == caller.operator_id
    assert (added.role, added.has_card) == ("legal_person", True)
    assert company.log_in_with_password().caller.medium is LoginMedium.PASSWORD
    assert company.log_in().caller.medium is LoginMedium.LEGAL_PERSON_CARD


def test_a_card_given_with_the_operator_is_bound(company):
    card = company.card(1, CardRole.OPERATOR)

    added = company.add_operator(
        company.legal_person(), card_certificate=card.certificate_pem.decode()
    )

    assert added.has_card
    assert company.log_in(card).caller.operator_id == added.operator_id


@pytest.mark.rule("R28")
def test_another_persons_card_is_not_bound(company):
    card = company.card(2, CardRole.OPERATOR)

    with pytest.raises(Refused, match=r"operator\.wrong_persons_card"):
        company.add_operator(company.legal_person(), card_certificate=card.certificate_pem.decode())


def test_another_enterprises_card_is_not_bound(company, other_company):
    card = other_company.card(1, CardRole.OPERATOR)

    with pytest.raises(Refused, match=r"operator\.wrong_enterprise_card"):
        company.add_operator(company.legal_person(), card_certificate=card.certificate_pem.decode())


def test_a_user_name_is_taken_for_every_enterprise(company, other_company):
    company.add_operator(company.legal_person())

    with pytest.raises(Refused, match=r"operator\.user_name_taken"):
        other_company.add_operator(other_company.legal_person(), user_name="specimen-1")


def test_one_person_may_work_for_two_enterprises(company, other_company):
    first = company.add_operator(company.legal_person())
    second = other_company.add_operator(other_company.legal_person(), id_number=company.person(1))

    assert first.operator_id != second.operator_id


@pytest.mark.rule("R20")
@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_the_legal_persons_card_may_add_operators(company, medium):
    clerk = company.legal_person().model_copy(update={"medium": medium})

    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        company.add_operator(clerk)


def test_a_short_password_is_refused(company):
    with pytest.raises(Refused, match=r"operator\.weak_password"):
        company.add_operator(company.legal_person(), password="short")


@pytest.mark.parametrize("name", ["", "two words", "x" * 65, "nul\0", "\ud800"])
def test_what_is_no_user_name_is_refused(company, name):
    fields = {
        "caller": company.legal_person().model_dump(mode="json"),
        "name": "x",
        "id_number": company.person(1),
        "user_name": name,
        "password": TEST_SEALER.seal(PASSWORD, AddOperator, name).model_dump(),
    }

    with pytest.raises(Refused, match=r"request\.invalid"):
        company.bench.ask_raw(AddOperator, fields)


def test_a_repeated_request_adds_one_operator(company):
    caller = company.legal_person()

    first = company.add_operator(caller, idempotency_key="once")
    again = company.add_operator(caller, idempotency_key="once")

    assert again == first
    assert len(company.bench.ask(ListOperators(caller=caller)).operators) == 2


def test_a_renewed_card_is_the_same_person_and_ends_the_old_card(company):
    old, new = company.card(), company.card(since=timedelta(days=-1))
    person = company.log_in(old).caller.operator_id

    assert company.log_in(new).caller.operator_id == person
    with pytest.raises(Refused, match=r"card\.replaced"):
        company.log_in(old)


def test_an_operator_card_of_the_legal_person_gives_an_operators_rights_and_stays_unbound(company):
    caller = company.legal_person()
    second = company.log_in(company.card(role=CardRole.OPERATOR)).caller

    assert second.operator_id == caller.operator_id
    assert second.medium is LoginMedium.OPERATOR_CARD
    (person,) = company.bench.ask(ListOperators(caller=caller)).operators
    assert person.role == "legal_person"


def test_a_legal_person_card_takes_the_place_of_the_same_persons_operator_card(company):
    company.log_in(company.card(role=CardRole.OPERATOR))
    caller = company.legal_person()

    (person,) = company.bench.ask(ListOperators(caller=caller)).operators
    assert person.role == "legal_person"
