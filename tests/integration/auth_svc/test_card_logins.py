"""A browser begins a login, the card elsewhere signs for it, and the browser alone gets in (R4)."""

import base64
import hashlib
from datetime import timedelta

import pytest

from contracts.card_logins import (
    AnswerCardLogin,
    BeginCardLogin,
    CompleteCardLogin,
    RefuseCardLogin,
    ShowCardLogin,
)
from contracts.errors import Refused
from tests.integration.auth_svc.company import PIN
from workstation.cards import PROGRAM_VERSION

pytestmark = pytest.mark.rule("R4")

BROWSER = "192.0.2.1"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def begin(company, browser="one"):
    asked = BeginCardLogin(secret_sha256=digest(browser), client_address=BROWSER)
    return company.bench.ask(asked)


def complete(company, browser="one"):
    asked = CompleteCardLogin(secret_sha256=digest(browser), token_sha256=digest("token"))
    return company.bench.ask(asked)


def answer(company, code, card=None, **changes):
    statement = company.bench.ask(ShowCardLogin(user_code=code)).statement
    return company.bench.ask(signed(card or company.card(), statement, code, **changes))


def signed(card, statement, code, **changes):
    fields = {
        "user_code": code,
        "card_certificate": card.certificate_pem.decode(),
        "signature": base64.b64encode(card.sign(statement.encode(), PIN)).decode(),
        "program_version": PROGRAM_VERSION,
    }
    return AnswerCardLogin(**fields | changes)


def test_the_card_signs_for_the_browser_that_shows_the_code(company):
    begun = begin(company)
    before = complete(company)

    answer(company, begun.user_code.lower())
    after = complete(company)

    assert (before.state, before.opened) == ("waiting", None)
    assert after.opened.caller.enterprise_code == company.code


def test_the_statement_says_from_which_browser_the_login_comes(company):
    begun = begin(company)

    shown = company.bench.ask(ShowCardLogin(user_code=begun.user_code))

    assert shown.client_address == BROWSER
    assert BROWSER in shown.statement
    assert begun.user_code in shown.statement


def test_a_session_is_opened_once(company):
    answer(company, begin(company).user_code)
    complete(company)

    with pytest.raises(Refused, match=r"card\.unknown_login"):
        complete(company)


def test_a_code_is_answered_once(company):
    begun = begin(company)
    statement = company.bench.ask(ShowCardLogin(user_code=begun.user_code)).statement
    answer(company, begun.user_code)

    with pytest.raises(Refused, match=r"card\.unknown_login"):
        company.bench.ask(signed(company.card(1), statement, begun.user_code))
    with pytest.raises(Refused, match=r"card\.unknown_login"):
        company.bench.ask(ShowCardLogin(user_code=begun.user_code))


def test_a_login_ends_by_itself_signed_or_not(company, clock):
    signed_one, other = begin(company, "one"), begin(company, "other")
    answer(company, signed_one.user_code)
    clock.time += timedelta(seconds=company.bench.settings.card_login_seconds)

    with pytest.raises(Refused, match=r"card\.unknown_login"):
        complete(company, "one")
    with pytest.raises(Refused, match=r"card\.unknown_login"):
        company.bench.ask(ShowCardLogin(user_code=other.user_code))


def test_who_holds_the_card_may_refuse(company):
    begun = begin(company)

    company.bench.ask(RefuseCardLogin(user_code=begun.user_code))

    with pytest.raises(Refused, match=r"card\.login_refused"):
        complete(company)
    with pytest.raises(Refused, match=r"card\.unknown_login"):
        company.bench.ask(ShowCardLogin(user_code=begun.user_code))


def test_a_signature_of_one_login_answers_no_other(company):
    mine, others = begin(company, "mine"), begin(company, "others")
    statement = company.bench.ask(ShowCardLogin(user_code=mine.user_code)).statement

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(signed(company.card(), statement, others.user_code))

    assert complete(company, "others").state == "waiting"


def test_what_is_wrong_with_the_card_is_said_to_who_holds_it(company):
    begun = begin(company)
    old = company.card(since=timedelta(days=-400), days=30)

    with pytest.raises(Refused, match=r"card\.not_valid_now"):
        answer(company, begun.user_code, old)
    with pytest.raises(Refused, match=r"card\.program_too_old"):
        answer(company, begun.user_code, program_version="1.5.9")

    assert complete(company).state == "waiting"


def test_a_secret_that_began_nothing_opens_nothing(company):
    answer(company, begin(company).user_code)

    with pytest.raises(Refused, match=r"card\.unknown_login"):
        complete(company, "guessed")
