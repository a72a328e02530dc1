"""Card logins (R1, R4): who gets in, as whom, and which card stays bound."""

from datetime import timedelta

import pytest

from contracts.authorization import GetSession, IssueCardChallenge, ListOperators
from contracts.errors import Refused
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import START, Company
from workstation.card_issuer import CardRole, SpecimenAuthority


def test_the_first_card_registers_its_enterprise_and_its_holder(company):
    opened = company.log_in()

    seen = company.bench.ask(GetSession(token=opened.token))
    assert seen.caller == opened.caller
    assert seen.caller.enterprise_code == company.code
    assert seen.enterprise_name == "SPECIMEN TRADING NO. 1"
    assert not seen.self_print


@pytest.mark.parametrize(
    ("role", "medium"),
    [
        (CardRole.LEGAL_PERSON, LoginMedium.LEGAL_PERSON_CARD),
        (CardRole.OPERATOR, LoginMedium.OPERATOR_CARD),
    ],
)
def test_rights_come_from_the_role_on_the_card(company, role, medium):
    assert company.log_in(company.card(role=role)).caller.medium is medium


def test_a_challenge_opens_one_session_only(company):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge.challenge_id, challenge.nonce)
    company.bench.ask(shown)

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(shown)


def test_a_challenge_signed_wrongly_is_used_up(company):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge.challenge_id, challenge.nonce)
    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(shown.model_copy(update={"signature": "AAAA"}))

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(shown)


def test_a_challenge_ends_by_itself(company, clock):
    challenge = company.bench.ask(IssueCardChallenge())
    clock.time = challenge.expires_at

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(company.shown(company.card(), challenge.challenge_id, challenge.nonce))


def test_another_card_cannot_sign_the_challenge(company):
    challenge = company.bench.ask(IssueCardChallenge())
    thief = company.shown(company.card(1), challenge.challenge_id, challenge.nonce)
    certificate = company.card().certificate_pem.decode()

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(thief.model_copy(update={"card_certificate": certificate}))


def test_a_card_of_a_strange_authority_is_not_trusted(bench):
    stranger = Company(bench, SpecimenAuthority.create(now=START.replace(year=2020)))

    with pytest.raises(Refused, match=r"card\.untrusted"):
        stranger.log_in()


@pytest.mark.parametrize("since", [timedelta(days=-400), timedelta(days=1)])
def test_a_card_out_of_date_is_refused(company, since):
    with pytest.raises(Refused, match=r"card\.not_valid_now"):
        company.log_in(company.card(since=since))


def test_a_session_ends_with_its_card(company):
    opened = company.log_in(company.card(since=timedelta(days=-365, hours=1), days=365))

    assert opened.expires_at == START + timedelta(hours=1)


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
