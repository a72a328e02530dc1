"""What stops 授权, what is sent, and what a receipt makes of it (R28-R36)."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from contracts.authorization import ReceiptItem
from contracts.errors import Refused
from contracts.seal_authority import Authority
from contracts.values import StampKind
from services.auth_svc.domain.authorizations import (
    AFTER_RECEIPT,
    Authorization,
    AuthorizationState,
    authority_of,
    problems_of,
    requested,
    with_receipt,
)
from services.auth_svc.domain.stamps import StampState
from tests.unit.auth_svc.stamps import DECLARER, FIRST, NOW, OTHER, SEAL, SECOND, seal, signature

DELAY = timedelta(seconds=120)
NOTHING = ("authorization.nothing_to_send",)
MISMATCH = ("authorization.signature_mismatch",)
BOTH = [seal(), signature(), signature(id=SECOND, declarer_id_number=OTHER)]


@pytest.mark.rule("R30")
@pytest.mark.parametrize(
    ("stamps", "problems"),
    [
        ([seal(), signature()], ()),
        ([], NOTHING),
        ([seal()], NOTHING),
        ([signature()], NOTHING),
        ([seal(is_default=False), signature()], NOTHING),
        ([seal(), signature(is_default=False)], NOTHING),
        ([seal(state=StampState.DISABLED), signature()], NOTHING),
        ([seal(valid_to=NOW), signature()], ("seal.expired",)),
        ([seal(valid_from=NOW + DELAY), signature()], ("seal.not_yet_valid",)),
        ([seal(), signature(declarer_id_number=OTHER)], MISMATCH),
        (BOTH, MISMATCH),
        ([signature(declarer_id_number=OTHER)], NOTHING + MISMATCH),
    ],
)
def test_problems_of_a_choice(stamps, problems):
    assert tuple(problems_of(stamps, {DECLARER}, now=NOW)) == problems


def request(stamps=BOTH) -> Authorization:
    return requested(UUID(int=9), stamps, {DECLARER, OTHER}, now=NOW, receipt_delay=DELAY)


@pytest.mark.rule("R30")
def test_the_defaults_are_sent_and_nothing_else():
    unchosen = signature(id=UUID(int=4), declarer_id_number=OTHER, is_default=False)

    sent = request([*BOTH, unchosen])

    assert sent.seal.seal_id == SEAL
    assert [one.signature_id for one in sent.signatures] == [FIRST, SECOND]
    assert (sent.state, sent.receipt_due_at) == (AuthorizationState.WAITING, NOW + DELAY)


def test_the_first_problem_is_the_refusal():
    with pytest.raises(Refused) as refusal:
        request([signature(declarer_id_number="unknown")])
    assert (refusal.value.code,) == NOTHING


def item(stamp_id, *, accepted=True) -> ReceiptItem:
    return ReceiptItem(kind=StampKind.SEAL, stamp_id=stamp_id, accepted=accepted)


ALL = [item(SEAL), item(FIRST), item(SECOND)]


@pytest.mark.parametrize(
    ("items", "state"),
    [
        (ALL, "accepted"),
        ([*ALL, item(UUID(int=5))], "accepted"),
        (ALL[:2], "rejected"),
        ([], "rejected"),
        ([*ALL[:2], item(SECOND, accepted=False)], "rejected"),
        ([*ALL, item(SECOND, accepted=False)], "rejected"),
    ],
)
def test_the_state_after_a_receipt(items, state):
    received = with_receipt(request(), items, NOW + DELAY)

    assert received.state == state
    assert (received.received_at, received.items) == (NOW + DELAY, tuple(items))


def test_a_receipt_decides_about_waiting_authorizations_only():
    assert set(AFTER_RECEIPT) == set(product([AuthorizationState.WAITING], [True, False]))


@pytest.mark.parametrize("first", [ALL, []])
@pytest.mark.parametrize("second", [ALL, []])
def test_the_first_receipt_stands(first, second):
    received = with_receipt(request(), first, NOW)

    assert with_receipt(received, second, NOW + DELAY) == received


def test_what_was_accepted_last_decides_with_what_ended_since():
    accepted = with_receipt(request(), ALL, NOW)

    authority = authority_of(accepted, {FIRST})

    assert authority == Authority(accepted.seal, accepted.signatures, frozenset({FIRST}))
    assert authority_of(None, set()) is None
