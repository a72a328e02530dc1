"""What became of the originals: the same events in any order tell the same history."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.originals import OriginalState
from contracts.values import PrintPart
from services.exception_svc.domain.originals import History, apply, approve, void
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    NUMBER,
    archived,
    print_completed,
    print_failed,
    print_issued,
    print_progressed,
    print_released,
    print_unanswered,
)

NOTHING = History(certificate_no=NUMBER)


def after(*events) -> History:
    return reduce(apply, events, NOTHING)


@pytest.mark.parametrize(
    ("event", "is_out"),
    [
        (print_issued(), False),
        (print_released(), True),
        (print_unanswered(), True),
        (print_failed(), True),
        (print_completed(), True),
    ],
)
def test_an_original_is_out_from_its_release_on(event, is_out):
    assert (after(event).out is not None) is is_out


def test_a_void_original_is_not_out_whatever_comes_later():
    voided = void(after(print_released()), "SERIAL-1")

    again = apply(apply(voided, print_released()), print_completed())

    assert again.out is None
    assert again.originals["SERIAL-1"].state is OriginalState.VOIDED


def test_an_original_is_known_as_void_only_once_it_is():
    assert void(after(print_released()), "SERIAL-1").is_void("SERIAL-1")
    assert not after(print_released()).is_void("SERIAL-1")
    assert not NOTHING.is_void("SERIAL-1")


def test_the_reprint_is_the_original_that_is_out():
    voided = void(after(print_released()), "SERIAL-1")

    assert apply(voided, print_released("SERIAL-2")).out.print_serial == "SERIAL-2"


@pytest.mark.rule("R104")
@pytest.mark.parametrize(
    "told",
    [
        lambda history: approve(history, 2),
        lambda history: apply(history, print_issued("SERIAL-2", revision=2)),
        lambda history: apply(history, archived(revision=2)),
    ],
    ids=["approval", "print", "archiving"],
)
def test_whatever_tells_of_a_later_approval_voids_the_earlier_original(told):
    history = told(after(print_released()))

    assert (history.revision, history.out) == (2, None)
    assert history.is_void("SERIAL-1")


def test_an_earlier_approval_that_comes_late_changes_nothing():
    later = approve(after(print_released(revision=2)), 2)

    assert approve(later, 1) == later
    assert later.out.print_serial == "SERIAL-1"


def test_copies_leave_no_trace():
    assert after(print_released(parts=(PrintPart.COPY,))) == NOTHING


def test_the_first_archiving_counts():
    twice = after(archived(archived_at=APPROVED + HOUR), archived(archived_at=APPROVED))

    assert twice.archived_at == APPROVED


EVENTS = (
    print_issued(),
    print_released(),
    print_failed(device_reasons=("media-jam-error",)),
    print_failed(device_reasons=("media-empty-error", "media-jam-error")),
    print_issued("SERIAL-2"),
    print_released("SERIAL-2"),
    print_completed("SERIAL-2"),
    print_released("SERIAL-3", revision=2),
    archived(),
    archived(revision=3),
    archived(archived_at=APPROVED + 9 * HOUR),
)


@given(st.permutations(EVENTS), st.lists(st.sampled_from(EVENTS)))
def test_the_same_events_in_any_order_and_number_tell_the_same_history(order, repeated):
    assert after(*order, *repeated) == after(*EVENTS)


@pytest.mark.rule("R84")
def test_a_jam_is_known_before_anybody_answers_and_warnings_are_not_kept():
    told = ("media-jam", "job-printing")

    history = apply(History(certificate_no=NUMBER), print_progressed(state_reasons=told))

    assert history.out is not None
    assert history.out.device_reasons == ("media-jam",)


def test_progress_after_the_answer_changes_no_state():
    answered = apply(History(certificate_no=NUMBER), print_failed())

    late = apply(answered, print_progressed())

    assert late.out.state is OriginalState.FAILED
