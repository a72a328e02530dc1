"""Nonces that cards sign to log in: good once, and for a while (R4)."""

import pytest

from contracts.authorization import IssueCardChallenge
from contracts.errors import Refused


def test_a_challenge_opens_one_session_only(company):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge)
    company.bench.ask(shown)

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(shown)


def test_a_challenge_signed_wrongly_is_used_up(company):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge)
    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(shown.model_copy(update={"signature": "AAAA"}))

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(shown)


def test_a_challenge_ends_by_itself(company, clock):
    challenge = company.bench.ask(IssueCardChallenge())
    clock.time = challenge.expires_at

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(company.shown(company.card(), challenge))


def test_another_card_cannot_sign_the_challenge(company):
    challenge = company.bench.ask(IssueCardChallenge())
    thief = company.shown(company.card(1), challenge)
    certificate = company.card().certificate_pem.decode()

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(thief.model_copy(update={"card_certificate": certificate}))


@pytest.mark.rule("R4")
@pytest.mark.parametrize(
    ("version", "code"),
    [("1.5.9", r"card\.program_too_old"), (None, r"card\.program_missing")],
)
def test_an_old_card_program_is_refused_and_uses_no_challenge_up(company, version, code):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge)

    with pytest.raises(Refused, match=code) as refused:
        company.bench.ask(shown.model_copy(update={"program_version": version}))

    assert refused.value.details["least_version"] == challenge.least_program_version
    assert company.bench.ask(shown).caller.enterprise_code == company.code


@pytest.mark.rule("R4")
def test_what_is_no_version_is_refused(company):
    challenge = company.bench.ask(IssueCardChallenge())
    shown = company.shown(company.card(), challenge)

    with pytest.raises(Refused, match=r"request\.invalid"):
        company.bench.ask(shown.model_copy(update={"program_version": "1.5.15-beta"}))
