"""Which seal and signature may be used now, whoever asks (R22, R26, R29, R30, R35)."""

from datetime import timedelta

import pytest

from contracts.errors import ERRORS
from contracts.seal_authority import (
    SEAL_PROBLEMS,
    SIGNATURE_PROBLEMS,
    Authority,
    seal_problems,
    self_print_problems,
    signature_problems,
)
from tests.unit.cert_svc.events import DECLARER_ID, OTHER_ID, seal_authorized, signature

EVENT = seal_authorized(signatures=(signature(OTHER_ID, "OTHER"), signature()))
SEAL = EVENT.seal
OTHERS, OWN = EVENT.signatures
NOW = EVENT.received_at
SECOND = timedelta(seconds=1)


def authority(*ended) -> Authority:
    return Authority(SEAL, EVENT.signatures, frozenset(ended))


def test_a_seal_in_force_has_no_problem():
    assert seal_problems(authority(OWN.signature_id), now=NOW) == {}


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("now", "problems"),
    [
        (SEAL.valid_from - SECOND, {"seal.not_yet_valid": {"valid_from": "2020-03-10"}}),
        (SEAL.valid_from, {}),
        (SEAL.valid_to - SECOND, {}),
        (SEAL.valid_to, {"seal.expired": {"valid_to": "2120-03-10"}}),
    ],
)
def test_a_seal_is_used_within_its_validity_only(now, problems):
    assert seal_problems(authority(), now=now) == problems


@pytest.mark.rule("R26")
def test_a_seal_that_ended_is_named_before_its_validity():
    problems = seal_problems(authority(SEAL.seal_id), now=SEAL.valid_to)

    assert list(problems) == ["seal.disabled", "seal.expired"]


@pytest.mark.rule("R29")
def test_a_declarers_signature_is_the_one_bound_to_the_number():
    assert authority().signature_of(DECLARER_ID) == OWN
    assert signature_problems(authority(OTHERS.signature_id), DECLARER_ID) == {}


@pytest.mark.rule("R26")
def test_a_signature_that_ended_is_used_no_more():
    problems = signature_problems(authority(OWN.signature_id), DECLARER_ID)

    assert problems == {"signature.disabled": {}}


@pytest.mark.rule("R30")
def test_whoever_the_newest_authorization_leaves_out_is_not_used():
    assert signature_problems(authority(), "110101199001010031") == {"signature.left_out": {}}


@pytest.mark.rule("R35")
@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (None, ["certificate.seal_not_authorized"]),
        (authority(), []),
        (authority(OWN.signature_id), []),
        (authority(OWN.signature_id, OTHERS.signature_id), ["signature.disabled"]),
        (authority(SEAL.seal_id), ["seal.disabled"]),
    ],
)
def test_the_switch_is_on_while_the_seal_and_any_signature_may_be_used(given, codes):
    assert list(self_print_problems(given, now=NOW)) == codes


def test_an_authorization_of_which_no_stamps_were_kept_leaves_everybody_out():
    kept = Authority(None, ())

    assert seal_problems(kept, now=NOW) == {}
    assert signature_problems(kept, DECLARER_ID) == {"signature.left_out": {}}


@pytest.mark.parametrize("code", [*SIGNATURE_PROBLEMS, *SEAL_PROBLEMS])
def test_each_problem_has_a_sentence_with_its_rule(code):
    assert ERRORS[code].rule
