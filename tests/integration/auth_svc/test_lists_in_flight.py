"""A revocation list and whoever shows a card at the same moment: either order ends alike (R4)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from cryptography import x509
from sqlalchemy import text

from contracts.authorization import CheckCardSignature, GetSession, IssueCardChallenge
from contracts.card_statements import SealToMake
from contracts.errors import Refused
from services.auth_svc.domain.revocations import read_list, serial_numbers
from services.auth_svc.storage import cards, sessions
from tests.integration.auth_svc.test_card_logins import answer, begin
from tests.integration.auth_svc.test_cards import SEAL
from tests.integration.auth_svc.waiting import wait_for
from workstation.card_issuer import CardRole

pytestmark = pytest.mark.rule("R4")


def login_of(company, card):
    return company.shown(card, company.bench.ask(IssueCardChallenge()))


def serial_of(card):
    return x509.load_pem_x509_certificate(card.certificate_pem).serial_number


def take(company, card):
    """The authority's next list, which names this card, is taken."""
    bench, authority, now = company.bench, company.authority, company.bench.now()
    revoked = {serial_of(card): now}
    content = authority.revocation_list(now=now, number=1000, revoked=revoked)
    service = bench._instance(None)
    with service.db.transaction() as tx:
        listed = read_list(content, [authority.certificate], now=now)
        service._take(tx, listed, serial_numbers(listed.content))


def open_while_a_list_comes(company, card, monkeypatch):
    """The login; its session is put down when the list is there or waits."""
    bench, add = company.bench, sessions.add
    asked = login_of(company, card)
    with ThreadPoolExecutor(1) as pool:

        def add_later(session, opened):
            taking = pool.submit(take, company, card)
            wait_for(bench, 1, taking.done)
            add(session, opened)

        monkeypatch.setattr(sessions, "add", add_later)
        bench.ask(asked)
    return asked


@contextmanager
def a_list_under_way(company, card, monkeypatch):
    """It is written down and not yet committed until somebody waits for it."""
    revoke, is_there, goes_on = cards.revoke, Event(), Event()

    def revoke_later(*args, **options):
        revoked = revoke(*args, **options)
        is_there.set()
        goes_on.wait()
        return revoked

    def let_go():
        wait_for(company.bench, 1)
        goes_on.set()

    monkeypatch.setattr(cards, "revoke", revoke_later)
    with ThreadPoolExecutor(2) as pool:
        taking = pool.submit(take, company, card)
        is_there.wait()
        pool.submit(let_go)
        yield
        taking.result()


def test_a_session_that_is_opened_while_a_list_comes_ends_with_it(company, monkeypatch):
    asked = open_while_a_list_comes(company, company.card(), monkeypatch)

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=asked.token_sha256))


def test_so_does_one_when_it_is_the_authority_s_first_list(company, monkeypatch):
    with company.bench.engine.begin() as connection:
        connection.execute(text("delete from revocation_lists"))
    card = company.card(1, CardRole.OPERATOR)

    asked = open_while_a_list_comes(company, card, monkeypatch)

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=asked.token_sha256))


def test_a_card_that_is_shown_while_a_list_is_written_down_is_held_to_it(company, monkeypatch):
    card = company.card()
    asked = login_of(company, card)

    with (
        a_list_under_way(company, card, monkeypatch),
        pytest.raises(Refused, match=r"card\.revoked"),
    ):
        company.bench.ask(asked)


def test_a_card_elsewhere_is_held_to_a_list_that_is_written_down(company, monkeypatch):
    card = company.card()
    code = begin(company).user_code

    with (
        a_list_under_way(company, card, monkeypatch),
        pytest.raises(Refused, match=r"card\.revoked"),
    ):
        answer(company, code, card)


def test_a_signature_is_held_to_a_list_that_is_written_down(company, monkeypatch):
    caller = company.legal_person()
    seal = SealToMake(operator_id=caller.operator_id, **SEAL)
    asked = CheckCardSignature(caller=caller, seal=seal, **company.sign(caller, seal))

    with (
        a_list_under_way(company, company.legal_card, monkeypatch),
        pytest.raises(Refused, match=r"card\.revoked"),
    ):
        company.bench.ask(asked)


def test_a_seal_s_limits_are_those_of_a_card_that_no_such_list_names(company, monkeypatch):
    caller, card = company.legal_person(), company.card(1, CardRole.OPERATOR)
    operator = company.log_in(card).caller
    seal = SealToMake(operator_id=operator.operator_id, **SEAL)
    asked = CheckCardSignature(caller=caller, seal=seal, **company.sign(caller, seal))

    with (
        a_list_under_way(company, card, monkeypatch),
        pytest.raises(Refused, match=r"card\.revoked"),
    ):
        company.bench.ask(asked)


def test_a_session_of_a_card_that_is_known_to_be_revoked_opens_nothing(company):
    opened = company.log_in()
    with company.bench.engine.begin() as connection:
        connection.execute(text("update cards set revoked_at = now()"))

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))
