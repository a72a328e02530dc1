"""What stops 授权, and what a receipt makes of it (R28-R36)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.authorization import ReceiptItem
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, StampKind
from services.auth_svc.domain.authorizing import (
    Stamp,
    countdown,
    problems_of,
    state_after,
    still_usable,
)
from workstation.card_issuer import specimen_id_number

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DECLARER, OTHER = specimen_id_number(1), specimen_id_number(2)
SEAL, FIRST, SECOND = UUID(int=1), UUID(int=2), UUID(int=3)
CUTOUT = ObjectRef(key="seals/specimen/cutout", sha256="0" * 64)


def stamp(kind, **changes) -> Stamp:
    fields = {
        "id": SEAL if kind is StampKind.SEAL else FIRST,
        "kind": kind,
        "name": "样本",
        "state": "active",
        "is_default": True,
        "cutout_key": CUTOUT.key,
        "cutout_sha256": CUTOUT.sha256,
        "width_mm": 40.0,
        "height_mm": 40.0,
        "declarer_id_number": DECLARER if kind is StampKind.SIGNATURE else None,
        "valid_to": NOW + timedelta(days=1) if kind is StampKind.SEAL else None,
    }
    return Stamp(**fields | changes)


def seal(**changes) -> Stamp:
    return stamp(StampKind.SEAL, **changes)


def signature(**changes) -> Stamp:
    return stamp(StampKind.SIGNATURE, **changes)


NOTHING = ("authorization.nothing_to_send",)
MISMATCH = ("authorization.signature_mismatch",)


@pytest.mark.parametrize(
    ("stamps", "problems"),
    [
        ([seal(), signature()], ()),
        ([], NOTHING),
        ([seal()], NOTHING),
        ([signature()], NOTHING),
        ([seal(is_default=False), signature()], NOTHING),
        ([seal(), signature(is_default=False)], NOTHING),
        ([seal(state="disabled"), signature()], NOTHING),
        ([seal(valid_to=NOW), signature()], NOTHING),
        ([seal(), signature(declarer_id_number=OTHER)], MISMATCH),
        ([seal(), signature(), signature(id=SECOND, declarer_id_number=OTHER)], MISMATCH),
        ([signature(declarer_id_number=OTHER)], NOTHING + MISMATCH),
    ],
)
def test_problems_of_a_choice(stamps, problems):
    assert problems_of(stamps, {DECLARER}, now=NOW) == problems


def item(stamp_id, *, accepted=True) -> ReceiptItem:
    return ReceiptItem(kind=StampKind.SEAL, stamp_id=stamp_id, accepted=accepted)


@pytest.mark.parametrize(
    ("items", "state"),
    [
        ([item(SEAL), item(FIRST)], "accepted"),
        ([item(SEAL), item(FIRST), item(SECOND)], "accepted"),
        ([item(SEAL)], "rejected"),
        ([], "rejected"),
        ([item(SEAL), item(FIRST, accepted=False)], "rejected"),
        ([item(SEAL), item(FIRST), item(FIRST, accepted=False)], "rejected"),
    ],
)
def test_state_after_a_receipt(items, state):
    assert state_after(items, frozenset({SEAL, FIRST})) == state


def test_only_active_signatures_of_an_active_seal_may_be_used():
    authorized = AuthorizedSeal(
        seal_id=SEAL, cutout=CUTOUT, width_mm=40, height_mm=40, valid_from=NOW, valid_to=NOW
    )
    first, second = (
        AuthorizedSignature(
            signature_id=stamp_id,
            declarer_id_number=DECLARER,
            declarer_name="样本",
            cutout=CUTOUT,
            width_mm=30,
            height_mm=12,
        )
        for stamp_id in (FIRST, SECOND)
    )

    assert still_usable(authorized, [first, second], {SEAL, SECOND}) == (second,)
    assert still_usable(authorized, [first, second], {FIRST, SECOND}) == ()


@pytest.mark.parametrize(("seconds", "left"), [(0, 120), (119.6, 0), (120, 0), (500, 0), (50, 70)])
def test_the_countdown_never_goes_below_nothing(seconds, left):
    due = NOW + timedelta(seconds=120)

    assert countdown(due, now=NOW + timedelta(seconds=seconds)) == left
