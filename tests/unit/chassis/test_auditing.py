"""A flood of refusals is a few records: the first at once, its repeats when the minute is over."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis import auditing
from chassis.auditing import Refusals
from contracts.audit import AuthActionRecorded

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def refused(seconds: float = 0, **about):
    fields = {
        "enterprise_code": "-",
        "at": START + timedelta(seconds=seconds),
        "action": "login.password",
        "outcome": "session.wrong_password",
        "address": "203.0.113.7",
        "subjects": {"session_id": ("1",)},
    }
    return AuthActionRecorded(**fields | about)


@pytest.fixture
def refusals() -> Refusals:
    return Refusals()


def test_the_first_of_a_kind_is_written_as_it_is(refusals):
    assert refusals.note(refused()) == [refused()]


def test_repeats_are_written_together_when_the_minute_is_over(refusals):
    refusals.note(refused())

    assert refusals.note(refused(1)) == refusals.note(refused(59)) == []
    assert refusals.due(START + timedelta(seconds=59)) == []
    [told] = refusals.due(START + timedelta(seconds=60))
    assert (told.count, told.at, told.until) == (2, refused(1).at, refused(59).at)
    assert told.subjects == {}


def test_nothing_is_written_of_a_minute_without_repeats(refusals):
    refusals.note(refused())

    assert refusals.due() == []


def test_a_new_minute_begins_with_a_record_of_its_own(refusals):
    refusals.note(refused())
    refusals.note(refused(30))

    repeats, first = refusals.note(refused(61))
    assert (repeats.count, first) == (1, refused(61))


@pytest.mark.parametrize(
    "other",
    [
        {"address": "203.0.113.8"},
        {"outcome": "session.locked"},
        {"action": "login.card"},
        {"enterprise_code": "91000000000000001N"},
    ],
)
def test_other_addresses_operations_and_reasons_are_told_apart(refusals, other):
    refusals.note(refused())

    assert refusals.note(refused(1, **other)) == [refused(1, **other)]


def test_from_thousands_of_addresses_no_more_are_told_apart(refusals, monkeypatch):
    monkeypatch.setattr(auditing, "MOST_WINDOWS", 1)
    refusals.note(refused())

    [untold] = refusals.note(refused(1, address="203.0.113.8"))
    assert untold.address is None
    assert refusals.note(refused(2, address="203.0.113.9")) == []


def test_what_could_not_be_written_is_counted_with_the_repeats(refusals):
    [first] = refusals.note(refused())
    refusals.give_back([first])
    refusals.note(refused(5))

    assert [each.count for each in refusals.due()] == [2]
