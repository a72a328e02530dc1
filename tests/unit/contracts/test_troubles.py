"""Every trouble has both languages, and a reason that exception_svc knows."""

import pytest

from contracts.troubles import TROUBLES, Trouble, reason_of, stops_printing, troubles_of
from services.exception_svc.domain.reasons import check_reason

pytestmark = pytest.mark.unit


@pytest.mark.rule("R84")
@pytest.mark.parametrize("trouble", [one for one in TROUBLES.values() if one.reason])
def test_a_reason_is_one_of_the_list(trouble: Trouble) -> None:
    check_reason(trouble.reason or "")


@pytest.mark.rule("R63", "R64")
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=list(TROUBLES))
def test_each_says_what_to_do(trouble: Trouble) -> None:
    assert trouble.sentence.advice_zh
    assert trouble.sentence.advice_en


def test_what_stops_the_printer_comes_first() -> None:
    found = troubles_of(["toner-low", "media-jam", "no-such-keyword", "media-jam"])

    assert [one.keyword for one in found] == ["media-jam", "toner-low"]


def test_low_toner_alone_stops_nothing_and_offers_no_reason() -> None:
    assert not stops_printing(["toner-low"])
    assert reason_of(["toner-low"]) is None
    assert reason_of(["toner-low", "cover-open"]) == "incomplete_print"
