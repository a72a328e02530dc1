"""Claims at the counter as customs keeps them; print_svc decides who was first (R48)."""

import pytest

from customs.domain.applications import CounterClaim, approve, send_back
from customs.domain.claims import decide, is_claimed, request
from customs.errors import Refused
from tests.unit.customs.builders import NOON, application, approved, form

pytestmark = pytest.mark.rule("R48")


def claiming():
    return request(approved(), released=False)


def test_a_claim_is_open_until_it_is_decided():
    assert claiming().counter_claim is CounterClaim.CLAIMING
    assert not is_claimed(claiming())


@pytest.mark.parametrize(
    ("accepted", "claim"), [(True, CounterClaim.CLAIMED), (False, CounterClaim.REFUSED)]
)
def test_the_answer_decides_it(accepted, claim):
    assert decide(claiming(), 1, accepted=accepted).counter_claim is claim


def test_a_second_answer_changes_nothing():
    claimed = decide(claiming(), 1, accepted=True)

    assert decide(claimed, 1, accepted=False) == claimed


def test_asking_again_leaves_a_claim_as_it_is():
    claimed = decide(claiming(), 1, accepted=True)

    assert request(claiming(), released=False) == claiming()
    assert request(claimed, released=False) == claimed


def test_what_is_known_to_be_printed_is_refused_at_once():
    with pytest.raises(Refused, match=r"customs\.self_printed"):
        request(approved(), released=True)


def test_a_claim_that_was_refused_is_refused_again():
    with pytest.raises(Refused, match=r"customs\.self_printed"):
        request(decide(claiming(), 1, accepted=False), released=False)


def test_what_is_not_approved_cannot_be_claimed():
    with pytest.raises(Refused, match=r"customs\.wrong_state"):
        request(application(), released=False)


@pytest.mark.rule("R104")
def test_a_certificate_that_is_approved_again_starts_over():
    claimed = decide(claiming(), 1, accepted=True)

    again = approve(send_back(claimed), at=NOON)

    assert (again.counter_claim, is_claimed(again)) == (None, False)
    assert decide(request(again, released=False), 1, accepted=True) == request(
        again, released=False
    )


def test_a_blank_form_fetched_before_the_approval_needs_no_answer():
    fetched = approve(application(form=form(claimed_at_counter=True)), at=NOON)

    assert request(fetched, released=False) == fetched
    assert is_claimed(fetched)
