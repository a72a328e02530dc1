"""How far an enterprise got with the authorization of one declarer (R30-R34)."""

from datetime import timedelta
from uuid import UUID

import pytest

from contracts.authorization import ReceiptItem
from contracts.values import StampKind
from services.auth_svc.domain.authorizations import with_receipt
from services.auth_svc.domain.standing import standing_of
from tests.unit.auth_svc.stamps import DECLARER, FIRST, NOW, OTHER, SEAL, seal, signature
from tests.unit.auth_svc.test_authorizations import ALL, BOTH, DELAY, request

NAMES = {SEAL: "中英文印章", FIRST: "样本申报员"}
DUE = NOW + DELAY
SENT = request()
ACCEPTED = with_receipt(SENT, ALL, NOW)


def step(active=BOTH, latest=None, *, now=DUE, id_number=DECLARER) -> str:
    return standing_of(active, latest, id_number, NAMES, now=now).step


@pytest.mark.rule("R30")
@pytest.mark.parametrize(
    ("active", "missing"),
    [
        ([], "no_seal"),
        ([signature()], "no_seal"),
        ([seal()], "no_signature"),
        ([seal(), signature(declarer_id_number=OTHER)], "no_signature"),
        ([seal(is_default=False), signature()], "no_default"),
        ([seal(), signature(is_default=False)], "no_default"),
        ([seal(), signature()], "not_requested"),
    ],
)
def test_before_the_first_authorization_the_first_missing_step_is_named(active, missing):
    assert step(active) == missing


def test_once_accepted_nothing_is_missing_until_another_default_is_chosen():
    another = signature(id=UUID(int=9))

    assert step([seal(), signature()], ACCEPTED) == "accepted"
    assert step([seal(), another], ACCEPTED) == "not_requested"


@pytest.mark.rule("R32")
def test_nothing_of_a_receipt_is_told_before_it_is_due():
    early = standing_of(BOTH, ACCEPTED, DECLARER, NAMES, now=DUE - timedelta(seconds=1))

    assert (early.step, early.received_at) == ("waiting", None)
    assert (early.requested_at, early.receipt_due_at) == (NOW, DUE)


def test_a_receipt_that_is_late_is_waited_for():
    assert step(BOTH, SENT, now=DUE + DELAY) == "waiting"


@pytest.mark.rule("R34")
def test_what_was_rejected_is_named_with_the_reason():
    items = [
        ReceiptItem(kind=StampKind.SEAL, stamp_id=SEAL, accepted=False, reason="印章模糊"),
        ReceiptItem(kind=StampKind.SIGNATURE, stamp_id=FIRST, accepted=True),
    ]

    told = standing_of(BOTH, with_receipt(SENT, items, NOW), DECLARER, NAMES, now=DUE)

    assert told.step == "rejected"
    assert [(one.name, one.reason) for one in told.rejected] == [("中英文印章", "印章模糊")]
