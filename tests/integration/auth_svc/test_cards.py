"""Which cards are trusted, what one signs for a seal, and whose limits it (R21, R22, R24)."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.authorization import CheckCardSignature
from contracts.errors import Refused
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import START, Company, signed
from workstation.card_issuer import CardRole, SpecimenAuthority

SCAN = b"the bytes of a scan"


def sealing(caller, card, **changes) -> CheckCardSignature:
    fields = {
        "caller": caller,
        "operator_id": caller.operator_id,
        "message_sha256": hashlib.sha256(SCAN).hexdigest(),
        "signature": signed(card, SCAN),
    }
    return CheckCardSignature(**fields | changes)


def test_the_signature_of_the_legal_persons_card_is_good(company):
    card = company.card()
    caller = company.log_in(card).caller

    facts = company.bench.ask(sealing(caller, card))

    assert facts.operator_id == caller.operator_id
    assert (facts.valid_to - facts.valid_from).days == 365


def test_the_validity_is_that_of_the_chosen_operators_card(company):
    operator_card = company.card(1, CardRole.OPERATOR, days=90)
    operator = company.log_in(operator_card).caller
    card = company.card()
    caller = company.log_in(card).caller

    facts = company.bench.ask(sealing(caller, card, operator_id=operator.operator_id))

    assert (facts.valid_to - facts.valid_from).days == 90


@pytest.mark.parametrize("signature", ["", "no base64", "签名", "AAAA", "MAA="])
def test_what_is_no_signature_is_refused(company, signature):
    card = company.card()
    caller = company.log_in(card).caller

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(sealing(caller, card, signature=signature))


def test_a_signature_over_another_scan_is_refused(company):
    card = company.card()
    caller = company.log_in(card).caller

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(sealing(caller, card, signature=signed(card, b"another scan")))


@pytest.mark.rule("R24")
def test_an_operators_card_cannot_sign_for_a_seal(company):
    card = company.card(1, CardRole.OPERATOR)
    caller = company.log_in(card).caller
    pretender = caller.model_copy(update={"medium": LoginMedium.LEGAL_PERSON_CARD})

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(sealing(pretender, card))


def test_the_legal_persons_operator_card_cannot_sign_for_a_seal(company):
    caller = company.legal_person()
    second = company.card(role=CardRole.OPERATOR)
    company.log_in(second)

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(sealing(caller, second))


def test_a_person_without_a_card_cannot_hold_a_seal(company):
    card = company.card()
    caller = company.log_in(card).caller
    cardless = company.add_operator(caller)

    with pytest.raises(Refused, match=r"card\.not_bound"):
        company.bench.ask(sealing(caller, card, operator_id=cardless.operator_id))


def test_another_enterprises_operator_is_unknown(company, other_company):
    card = company.card()
    caller = company.log_in(card).caller
    stranger = other_company.legal_person()

    with pytest.raises(Refused, match=r"operator\.unknown"):
        company.bench.ask(sealing(caller, card, operator_id=stranger.operator_id))


def test_nobodys_operator_id_is_unknown(company):
    card = company.card()
    caller = company.log_in(card).caller

    with pytest.raises(Refused, match=r"operator\.unknown"):
        company.bench.ask(sealing(caller, card, operator_id=uuid4()))


@pytest.mark.rule("R2")
@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_a_legal_person_card_login_may_sign_for_a_seal(company, medium):
    card = company.card()
    caller = company.log_in(card).caller.model_copy(update={"medium": medium})

    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        company.bench.ask(sealing(caller, card))


def test_a_card_of_a_strange_authority_is_not_trusted(bench):
    stranger = Company(bench, SpecimenAuthority.create(now=START.replace(year=2020)))

    with pytest.raises(Refused, match=r"card\.untrusted"):
        stranger.log_in()


@pytest.mark.parametrize("since", [timedelta(days=-400), timedelta(days=1)])
def test_a_card_out_of_date_is_refused(company, since):
    with pytest.raises(Refused, match=r"card\.not_valid_now"):
        company.log_in(company.card(since=since))
