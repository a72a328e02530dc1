"""The state table of an application, and archiving between 是 and an exception application."""

from datetime import timedelta
from itertools import product

import pytest

from customs.domain.applications import (
    NEXT,
    Action,
    State,
    apply_again,
    approve,
    archive,
    printed,
    reprint_granted,
    send_back,
    step,
)
from customs.errors import Refused
from tests.unit.customs.builders import NOON, application, approved, form

LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(("state", "action"), sorted(NEXT))
def test_each_pair_of_the_table_leads_on(state, action):
    assert step(application(state=state), action) is NEXT[state, action]


@pytest.mark.parametrize(("state", "action"), sorted(set(product(State, Action)) - NEXT.keys()))
def test_every_other_pair_is_refused(state, action):
    with pytest.raises(Refused, match=r"customs\.wrong_state"):
        step(application(state=state), action)


def test_each_approval_counts_the_revision_up():
    twice = approve(send_back(approved()), at=LATER)

    assert (twice.revision, twice.approved_at) == (2, LATER)


def test_a_returned_application_comes_back_with_new_data():
    corrected = form(invoice_no="SPEC-2026-002")

    again = apply_again(send_back(approved()), corrected, at=LATER)

    assert (again.state, again.form.invoice_no) == (State.APPLIED, "SPEC-2026-002")


def test_archiving_twice_keeps_the_first_time():
    archived = archive(archive(approved(), at=NOON), at=LATER)

    assert archived.archived_at == NOON


@pytest.mark.rule("R75")
def test_a_confirmed_print_makes_archiving_due():
    assert printed(approved(), "S1", archive_at=LATER).archive_due_at == LATER


def test_a_reprint_granted_in_time_stops_the_archiving():
    confirmed = printed(approved(), "S1", archive_at=LATER)

    assert reprint_granted(confirmed, "S1").archive_due_at is None


def test_a_reprint_of_an_earlier_original_leaves_the_later_ones_archiving_due():
    confirmed = printed(approved(), "S2", archive_at=LATER)

    assert reprint_granted(confirmed, "S1").archive_due_at == LATER


def test_sending_back_stops_the_archiving():
    confirmed = printed(approved(), "S1", archive_at=LATER)

    assert send_back(confirmed).archive_due_at is None


def test_an_application_shows_no_id_number():
    number = form().declarer_id_number.get_secret_value()

    assert number not in repr(application()) + repr(form())
