"""User names and passwords (R1, R20): getting in, being locked out, being logged out."""

from datetime import timedelta

import pytest

from contracts.authorization import CloseSession, GetSession, ListOperators
from contracts.errors import Refused
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import PASSWORD
from workstation.card_issuer import CardRole


def fail(company, times, name=None) -> list[str]:
    """Error codes of that many wrong passwords."""
    codes = []
    for _ in range(times):
        with pytest.raises(Refused) as refusal:
            company.log_in_with_password("a wrong password", name)
        codes.append(refusal.value.code)
    return codes


def test_an_operator_without_card_logs_in_with_the_password(company):
    added = company.add_operator(company.legal_person())

    caller = company.log_in_with_password().caller

    assert caller.operator_id == added.operator_id
    assert caller.medium is LoginMedium.PASSWORD
    assert caller.enterprise_code == company.code


def test_wrong_name_and_wrong_password_read_the_same(company):
    company.add_operator(company.legal_person())

    assert fail(company, 1) == fail(company, 1, "nobody") == ["session.wrong_password"]


@pytest.mark.parametrize("name", ["specimen-1", "nobody"])
def test_after_two_failures_a_name_is_locked_whether_it_exists_or_not(company, name):
    company.add_operator(company.legal_person())

    codes = fail(company, 3, name)

    assert codes == ["session.wrong_password", "session.wrong_password", "session.locked"]


def test_the_right_password_does_not_open_a_locked_name(company):
    company.add_operator(company.legal_person())
    fail(company, 2)

    with pytest.raises(Refused) as refusal:
        company.log_in_with_password()
    assert refusal.value.code == "session.locked"
    assert 0 < refusal.value.details["seconds"] <= 61


def test_a_lock_ends_by_itself(company, clock):
    company.add_operator(company.legal_person())
    fail(company, 2)
    clock.pass_by(seconds=60)

    assert company.log_in_with_password().caller.enterprise_code == company.code


def test_a_login_forgives_the_failures_before_it(company):
    company.add_operator(company.legal_person())
    fail(company, 1)
    company.log_in_with_password()

    assert fail(company, 1) == ["session.wrong_password"]
    assert company.log_in_with_password().caller.enterprise_code == company.code


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


def test_a_new_password_ends_what_the_old_one_opened(company):
    caller = company.legal_person()
    company.add_operator(caller)
    opened = company.log_in_with_password()

    company.add_operator(caller, password="another specimen password")

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token=opened.token))
    with pytest.raises(Refused, match=r"session\.wrong_password"):
        company.log_in_with_password(PASSWORD)


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
    caller = company.legal_person()

    with pytest.raises(Refused, match=r"request\.invalid"):
        ask_raw(company, "add_operator", caller=caller, user_name=name)


def test_text_that_no_database_can_hold_is_refused_at_the_door(company):
    with pytest.raises(Refused, match=r"request\.invalid"):
        ask_raw(company, "open_session", user_name="nul\0", password="x")


def test_a_repeated_request_adds_one_operator(company):
    caller = company.legal_person()

    first = company.add_operator(caller, idempotency_key="once")
    again = company.add_operator(caller, idempotency_key="once")

    assert again == first
    assert len(company.bench.ask(ListOperators(caller=caller)).operators) == 2


def test_a_closed_session_is_over(company):
    opened = company.log_in()
    company.bench.ask(CloseSession(token=opened.token))

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token=opened.token))


def test_closing_one_session_leaves_the_others(company):
    first, second = company.log_in(), company.log_in()
    company.bench.ask(CloseSession(token=first.token))

    assert company.bench.ask(GetSession(token=second.token)).caller == second.caller


def test_a_session_expires(company, clock):
    opened = company.log_in()
    clock.time = opened.expires_at

    with pytest.raises(Refused, match=r"session\.expired"):
        company.bench.ask(GetSession(token=opened.token))


def test_what_is_over_is_swept_away_and_the_rest_stays(company, clock):
    old = company.log_in()
    clock.time = old.expires_at - timedelta(seconds=1)
    new = company.log_in()
    clock.pass_by(seconds=2)

    company.bench._instance(None).sweep()

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token=old.token))
    assert company.bench.ask(GetSession(token=new.token)).caller == new.caller


def ask_raw(company, method, **fields) -> None:
    """As it comes from the wire, not checked by the sender."""
    operator = {"name": "x", "id_number": company.person(1), "password": PASSWORD}
    if caller := fields.pop("caller", None):
        fields = operator | fields | {"caller": caller.model_dump(mode="json")}
    getattr(company.bench._instance(None), method)(**fields)
