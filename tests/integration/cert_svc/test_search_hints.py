"""An empty list says what would find something (R53), about the caller's certificates alone."""

from datetime import date

import pytest

from contracts.certificate_lists import ListCertificates
from tests.integration.cert_svc.conftest import number
from tests.unit.cert_svc.events import STRANGER, approved, caller

MESSAGE = "无符合条件的查询结果,请检查查询条件或查看解决办法"


@pytest.fixture
def shelf(authorized):
    """Australia in March, May and on the last day of that, New Zealand in May."""
    days = [date(2026, 3, 10), date(2026, 5, 10), date(2026, 5, 10)]
    for serial, day in enumerate(days, 1):
        authorized.deliver(approved(certificate_no=number(serial), issue_date=day))
    zealand = {"type_id": "china_new_zealand", "destination": "NZ"}
    authorized.deliver(
        approved(certificate_no=number(4, "N"), issue_date=date(2026, 5, 11), **zealand)
    )
    return authorized


def hint_of(bench, code=None, **asked):
    who = caller(code) if code else caller()
    return bench.ask(ListCertificates(caller=who, **asked)).hint


def april(**asked):
    return {"issued_from": date(2026, 4, 1), "issued_to": date(2026, 4, 30), **asked}


@pytest.mark.rule("R53")
def test_issue_dates_are_widened_to_the_nearest_on_either_side(shelf):
    hint = hint_of(shelf, **april())

    wider = hint.wider_dates
    assert hint.message_zh == MESSAGE
    assert (wider.issued_from, wider.issued_to) == (date(2026, 3, 10), date(2026, 5, 10))
    assert (wider.count, wider.count_is_lower_bound) == (3, False)
    assert wider.advice_zh == "签发日期改为 2026-03-10 至 2026-05-10，可查到 3 份证书"


def test_the_other_conditions_hold_while_dates_are_widened(shelf):
    wider = hint_of(shelf, **april(destination="NZ")).wider_dates

    assert (wider.issued_from, wider.issued_to) == (date(2026, 4, 1), date(2026, 5, 11))
    assert wider.count == 1


def test_dates_that_hide_nothing_are_not_to_be_widened(shelf):
    hint = hint_of(shelf, issued_from=date(2026, 1, 1), destination="PE")

    assert hint.wider_dates is None


@pytest.mark.rule("R53", "R54")
def test_the_condition_that_hides_everything_is_named(shelf):
    hint = hint_of(shelf, destination="AU", type_id="china_new_zealand", archived=False)

    found = [(each.condition, each.count) for each in hint.excluded_by]
    assert found == [("type_id", 3), ("destination", 1)]
    assert hint.excluded_by[1].advice_zh == "去掉“目的国（地区）”这一条件，可查到 1 份证书"
    assert hint.excluded_by[1].advice_en == (
        "Without the condition on the destination 1 would be found"
    )


def test_a_list_with_anything_on_it_has_no_hint(shelf):
    assert hint_of(shelf, destination="NZ") is None


def test_a_hint_tells_a_stranger_nothing(shelf):
    hint = hint_of(shelf, STRANGER, **april(destination="AU", certificate_no=number(1)))

    assert hint.message_zh == MESSAGE
    assert (hint.wider_dates, hint.excluded_by) == (None, ())
