"""The life of a seal or signature (R26), its validity (R22), and what stops a scan."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from contracts.authorization import CardFacts
from contracts.errors import Refused
from contracts.values import StampKind
from services.seal_svc.domain.stamps import (
    TRANSITIONS,
    Stamp,
    StampState,
    after,
    check_report,
    check_validity,
)

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
CARD = CardFacts(operator_id=UUID(int=1), valid_from=NOW - 10 * DAY, valid_to=NOW + 10 * DAY)


def stamp(state: StampState) -> Stamp:
    return Stamp(
        id=UUID(int=1),
        enterprise_code="E",
        kind=StampKind.SEAL,
        name="样本",
        state=state,
        scan_sha256="0" * 64,
        images={},
        report={},
        made_at=NOW,
    )


@pytest.mark.parametrize(("pair", "state"), TRANSITIONS.items())
def test_steps_that_are_allowed(pair, state):
    assert after(stamp(pair[0]), pair[1]).state == state


@pytest.mark.rule("R26")
@pytest.mark.parametrize(
    "pair",
    set(product(StampState, ["disable", "delete"])) - set(TRANSITIONS),
)
def test_all_other_steps_are_refused(pair):
    with pytest.raises(Refused, match=r"seal\.still_in_use"):
        after(stamp(pair[0]), pair[1])


@pytest.mark.parametrize(("first", "last"), [(-10, 10), (-1, 1), (0, 10)])
def test_a_validity_inside_the_cards_is_good(first, last):
    check_validity(NOW + first * DAY, NOW + last * DAY, CARD, now=NOW)


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (-11, 5, "seal.validity_outside_card"),
        (-5, 11, "seal.validity_outside_card"),
        (5, 5, "seal.validity_outside_card"),
        (5, 1, "seal.validity_outside_card"),
        (-5, -1, "seal.validity_over"),
        (-5, 0, "seal.validity_over"),
    ],
)
def test_any_other_validity_is_refused(first, last, code):
    with pytest.raises(Refused) as refusal:
        check_validity(NOW + first * DAY, NOW + last * DAY, CARD, now=NOW)
    assert refusal.value.code == code


def test_the_first_finding_of_a_refused_scan_is_the_reason():
    finding = {"code": "stamp.none", "message_zh": "没有", "message_en": "none", "rule": "R8"}

    with pytest.raises(Refused) as refusal:
        check_report({"verdict": "refuse", "findings": [finding, {"code": "image.noise"}]})
    assert refusal.value.details == {
        "finding": "stamp.none",
        "message_zh": "没有",
        "message_en": "none",
        "rule": "R8",
    }


@pytest.mark.parametrize("verdict", ["ok", "warn"])
def test_a_warning_does_not_stop_a_scan(verdict):
    check_report({"verdict": verdict, "findings": []})
