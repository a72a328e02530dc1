"""Nonces that cards sign to log in: good once, and for a while (R4)."""

import pytest

from contracts.authorization import IssueCardChallenge
from contracts.errors import Refused


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
