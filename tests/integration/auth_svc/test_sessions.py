"""Logging in with a card or a password (R1, R4), with what rights, until when."""

from datetime import timedelta

import pytest

from contracts.authorization import CloseSession, GetSession
from contracts.errors import Refused
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import PASSWORD, START
from workstation.card_issuer import CardRole


@pytest.mark.rule("R1", "R20")
def test_an_operator_without_card_logs_in_with_the_password(company):
    added = company.add_operator(company.legal_person())

    caller = company.log_in_with_password().caller

    assert caller.operator_id == added.operator_id
    assert caller.medium is LoginMedium.PASSWORD
    assert caller.enterprise_code == company.code


def test_the_first_card_registers_its_enterprise_and_its_holder(company):
    opened = company.log_in()

    seen = company.bench.ask(GetSession(token_sha256=opened.token_sha256))
    assert seen.caller == opened.caller
    assert seen.caller.enterprise_code == company.code
    assert seen.enterprise_name == "SPECIMEN TRADING NO. 1"
    assert not seen.self_print


@pytest.mark.rule("R1", "R2", "R3")
@pytest.mark.parametrize(
    ("role", "medium"),
    [
        (CardRole.LEGAL_PERSON, LoginMedium.LEGAL_PERSON_CARD),
        (CardRole.OPERATOR, LoginMedium.OPERATOR_CARD),
    ],
)
def test_rights_come_from_the_role_on_the_card(company, role, medium):
    assert company.log_in(company.card(role=role)).caller.medium is medium


def test_a_session_ends_with_its_card(company):
    opened = company.log_in(company.card(since=timedelta(days=-365, hours=1), days=365))

    assert opened.expires_at == START + timedelta(hours=1)


def test_a_new_password_ends_what_the_old_one_opened(company):
    caller = company.legal_person()
    company.add_operator(caller)
    opened = company.log_in_with_password()

    company.add_operator(caller, password="another specimen password")

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))
    with pytest.raises(Refused, match=r"session\.wrong_password"):
        company.log_in_with_password(PASSWORD)


def test_text_that_no_database_can_hold_is_refused_at_the_door(company):
    with pytest.raises(Refused, match=r"request\.invalid"):
        company.log_in_with_password(name="nul\0")


@pytest.mark.rule("R7")
def test_a_closed_session_is_over(company):
    opened = company.log_in()
    company.bench.ask(CloseSession(token_sha256=opened.token_sha256))

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))


def test_closing_one_session_leaves_the_others(company):
    first, second = company.log_in(), company.log_in()
    company.bench.ask(CloseSession(token_sha256=first.token_sha256))

    assert company.bench.ask(GetSession(token_sha256=second.token_sha256)).caller == second.caller


def test_a_session_expires(company, clock):
    opened = company.log_in()
    clock.time = opened.expires_at

    with pytest.raises(Refused, match=r"session\.expired"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))


def test_what_is_over_is_swept_away_and_the_rest_stays(company, clock):
    old = company.log_in()
    clock.time = old.expires_at - timedelta(seconds=1)
    new = company.log_in()
    clock.pass_by(seconds=2)

    company.bench._instance(None).sweep()

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=old.token_sha256))
    assert company.bench.ask(GetSession(token_sha256=new.token_sha256)).caller == new.caller
