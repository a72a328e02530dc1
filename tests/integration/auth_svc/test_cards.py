"""Which cards are trusted, what one signs for a seal, and whose limits it (R21, R22, R24)."""

import hashlib
from datetime import timedelta

import pytest

from contracts.authorization import CheckCardSignature
from contracts.card_statements import AgentToGrant, SealToMake, is_statement
from contracts.errors import Refused
from contracts.sessions import IssueCardStatement
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import START, Company
from workstation.card_issuer import CardRole, SpecimenAuthority

SCAN_SHA256 = hashlib.sha256(b"the bytes of a scan").hexdigest()
SEAL = {
    "scan_sha256": SCAN_SHA256,
    "name": "中英文印章 样本",
    "valid_from": START,
    "valid_to": START + timedelta(days=10),
}


@pytest.fixture
def caller(company):
    return company.legal_person()


@pytest.fixture
def wanted(caller):
    """The seal that is to be made."""
    return SealToMake(operator_id=caller.operator_id, **SEAL)


@pytest.fixture
def sealing(company, caller, wanted):
    """Ask for a seal for which the legal person's card, or another one, signed."""

    def sealing(card=None, **changes):
        signed_for = company.sign(caller, wanted, card)
        command = CheckCardSignature(**{"caller": caller, "seal": wanted} | signed_for | changes)
        return company.bench.ask(command)

    return sealing


def test_the_signature_of_the_legal_persons_card_is_good(caller, sealing):
    facts = sealing()

    assert facts.operator_id == caller.operator_id
    assert (facts.valid_to - facts.valid_from).days == 365


def test_the_validity_is_that_of_the_chosen_operators_card(company, caller, wanted):
    operator = company.log_in(company.card(1, CardRole.OPERATOR, days=90)).caller
    seal = wanted.model_copy(update={"operator_id": operator.operator_id})

    facts = company.bench.ask(
        CheckCardSignature(caller=caller, seal=seal, **company.sign(caller, seal))
    )

    assert (facts.valid_to - facts.valid_from).days == 90


@pytest.mark.parametrize("signature", ["", "no base64", "签名", "AAAA", "MAA="])
def test_what_is_no_signature_is_refused(sealing, signature):
    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        sealing(card_signature=signature)


@pytest.mark.rule("R24")
@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("scan_sha256", "0" * 64),
        ("name", "another seal"),
        ("valid_from", START + timedelta(days=1)),
        ("valid_to", START + timedelta(days=11)),
    ],
)
def test_a_signature_is_good_for_just_what_it_says(sealing, wanted, field, other):
    with pytest.raises(Refused, match=r"card\.statement_differs"):
        sealing(seal=wanted.model_copy(update={field: other}))


def test_a_statement_names_all_that_makes_the_seal(company, caller, wanted):
    said = company.bench.ask(IssueCardStatement(caller=caller, to_sign=wanted)).statement

    assert is_statement(said)
    for part in (company.code, wanted.name, SCAN_SHA256, "样本人员0", "2026-03-20 16:00:00+08:00"):
        assert part in said


@pytest.mark.rule("R24")
def test_a_signature_makes_one_seal(company, caller, wanted):
    signed_for = company.sign(caller, wanted)
    command = CheckCardSignature(caller=caller, seal=wanted, **signed_for)
    company.bench.ask(command)

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(command)


def test_a_repeated_check_is_the_first_one_again(company, caller, wanted):
    signed_for = company.sign(caller, wanted)
    command = CheckCardSignature(caller=caller, seal=wanted, idempotency_key="once", **signed_for)

    assert company.bench.ask(command) == company.bench.ask(command)


def test_a_signature_for_one_purpose_is_none_for_another(company, caller, wanted):
    grant = AgentToGrant(agent_code=company.code)

    with pytest.raises(Refused, match=r"card\.unknown_challenge"):
        company.bench.ask(
            CheckCardSignature(caller=caller, seal=wanted, **company.sign(caller, grant))
        )


@pytest.mark.rule("R24")
def test_the_legal_persons_operator_card_cannot_sign_for_a_seal(company, sealing):
    second = company.card(role=CardRole.OPERATOR)
    company.log_in(second)

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        sealing(second)


@pytest.mark.rule("R24")
def test_an_operator_whose_card_is_none_of_a_legal_person_cannot_sign(company, wanted):
    card = company.card(1, CardRole.OPERATOR)
    pretender = company.log_in(card).caller.model_copy(
        update={"medium": LoginMedium.LEGAL_PERSON_CARD}
    )
    company.legal_person()

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        company.bench.ask(
            CheckCardSignature(
                caller=pretender, seal=wanted, **company.sign(pretender, wanted, card)
            )
        )


def test_a_person_without_a_card_cannot_hold_a_seal(company, caller, wanted):
    cardless = company.add_operator(caller)
    seal = wanted.model_copy(update={"operator_id": cardless.operator_id})

    with pytest.raises(Refused, match=r"card\.not_bound"):
        company.bench.ask(
            CheckCardSignature(caller=caller, seal=seal, **company.sign(caller, seal))
        )


def test_another_enterprises_operator_is_unknown(company, other_company, caller, wanted):
    stranger = other_company.legal_person()

    with pytest.raises(Refused, match=r"operator\.unknown"):
        company.sign(caller, wanted.model_copy(update={"operator_id": stranger.operator_id}))


@pytest.mark.rule("R2")
@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_a_legal_person_card_login_may_sign_for_a_seal(company, caller, wanted, medium):
    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        company.sign(caller.model_copy(update={"medium": medium}), wanted)


def test_a_card_of_a_strange_authority_is_not_trusted(bench):
    stranger = Company(bench, SpecimenAuthority.create(now=START.replace(year=2020)))

    with pytest.raises(Refused, match=r"card\.untrusted"):
        stranger.log_in()


@pytest.mark.parametrize("since", [timedelta(days=-400), timedelta(days=1)])
def test_a_card_out_of_date_is_refused(company, since):
    with pytest.raises(Refused, match=r"card\.not_valid_now"):
        company.log_in(company.card(since=since))
