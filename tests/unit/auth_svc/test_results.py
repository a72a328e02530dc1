"""What is told of a receipt before and after its time, item by item (R32, R33)."""

from datetime import timedelta
from uuid import UUID

import pytest

from contracts.authorization import ReceiptItem
from contracts.values import StampKind
from services.auth_svc.domain.authorizations import Authorization, requested, with_receipt
from services.auth_svc.domain.results import (
    NO_REASON,
    NOT_MENTIONED,
    countdown,
    shown_items,
    shown_state,
)
from tests.unit.auth_svc.stamps import DECLARER, FIRST, NOW, SEAL, seal, signature

DELAY = timedelta(seconds=120)
DUE = NOW + DELAY
MOMENT = timedelta(milliseconds=1)


def received(*items: ReceiptItem) -> Authorization:
    """Its receipt came three seconds after 授权."""
    sent = requested(UUID(int=9), [seal(), signature()], {DECLARER}, now=NOW, receipt_delay=DELAY)
    return with_receipt(sent, items, NOW + timedelta(seconds=3))


def item(stamp_id: UUID, **changes) -> ReceiptItem:
    fields = {"kind": StampKind.SEAL, "stamp_id": stamp_id, "accepted": True}
    return ReceiptItem(**fields | changes)


GOOD = (item(SEAL), item(FIRST))


@pytest.mark.rule("R32")
@pytest.mark.parametrize("items", [GOOD, GOOD[:1]])
def test_a_receipt_that_came_early_is_waited_for_until_it_is_due(items):
    before = DUE - MOMENT

    assert shown_state(received(*items), now=before) == "waiting"
    assert shown_items(received(*items), "印章", now=before) == ()


@pytest.mark.rule("R32")
@pytest.mark.parametrize(("items", "state"), [(GOOD, "accepted"), (GOOD[:1], "rejected")])
def test_the_result_is_told_from_the_moment_it_is_due(items, state):
    assert shown_state(received(*items), now=DUE) == state


@pytest.mark.rule("R32")
@pytest.mark.parametrize(("seconds", "left"), [(0, 120), (3, 117), (119.6, 1), (120, 0), (500, 0)])
def test_the_countdown_ends_when_the_result_may_be_seen_and_not_before(seconds, left):
    assert countdown(received(*GOOD), now=NOW + timedelta(seconds=seconds)) == left


@pytest.mark.rule("R33", "R34")
def test_everything_that_was_sent_is_told_by_name():
    shown = shown_items(received(*GOOD), "印章", now=DUE)

    assert [(one.kind, one.stamp_id, one.name, one.accepted) for one in shown] == [
        (StampKind.SEAL, SEAL, "印章", True),
        (StampKind.SIGNATURE, FIRST, signature().name, True),
    ]
    assert {(one.reason_zh, one.reason_en) for one in shown} == {(None, None)}


@pytest.mark.rule("R33")
@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        ((), NOT_MENTIONED.whole_zh, NOT_MENTIONED.whole_en),
        ((item(SEAL, accepted=False),), NO_REASON.whole_zh, NO_REASON.whole_en),
        ((item(SEAL, accepted=False, reason="模糊", reason_en="blurred"),), "模糊", "blurred"),
        (
            (item(SEAL, accepted=False, reason="模糊"),),
            "模糊",
            "Customs gives its reason in Chinese only: 模糊",
        ),
    ],
)
def test_what_was_not_accepted_has_its_reason_in_both_languages(items, zh, en):
    [told, _] = shown_items(received(*items, item(FIRST)), "印章", now=DUE)

    assert (told.accepted, told.reason_zh, told.reason_en) == (False, zh, en)


def test_what_a_receipt_accepts_and_refuses_is_refused():
    both = (item(SEAL, accepted=False, reason="模糊"), item(SEAL), item(FIRST))

    assert [one.accepted for one in shown_items(received(*both), "印章", now=DUE)] == [False, True]
