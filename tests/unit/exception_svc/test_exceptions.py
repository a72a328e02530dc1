"""Which application is granted, refused, or was granted already (R78-R84)."""

from itertools import permutations
from uuid import UUID

import pytest

from contracts.errors import Refused
from contracts.printing import LiveOriginal
from services.exception_svc.domain.exceptions import (
    Application,
    State,
    application_for,
    misses_a_print,
    original_to_void,
    reprint_granted,
    state_of,
    unused_grant,
)
from services.exception_svc.domain.originals import apply, approve, void
from services.exception_svc.domain.reasons import REASONS, check_reason
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    NEW_NUMBER,
    NUMBER,
    archived,
    caller,
    print_issued,
    print_released,
    replaced,
)
from tests.unit.exception_svc.requests import certificate_view, filing
from tests.unit.exception_svc.test_originals import NOTHING, after

OUT = after(print_released())
VOIDED = void(OUT, "SERIAL-1")
REPRINTED = void(after(print_released(), print_released("SERIAL-2")), "SERIAL-1")
ARCHIVED_VOIDED = void(after(print_released(), archived()), "SERIAL-1")
APPROVED_ANEW = approve(after(print_released()), 2)
GRANTED = Application(
    exception_id=UUID(int=1),
    certificate_no=NUMBER,
    print_serial="SERIAL-1",
    revision=1,
    enterprise_code=EXPORTER,
    agent_code=None,
    approved_at=APPROVED,
    filed_by_enterprise=EXPORTER,
    filed_by_operator=UUID(int=7),
    reason="paper_jam",
    operation="reprint_original",
    note=None,
    count=1,
    filed_at=APPROVED + HOUR,
)


def test_the_original_that_is_out_is_voided():
    assert original_to_void(OUT, certificate_view()).print_serial == "SERIAL-1"


@pytest.mark.rule("R78", "R104")
@pytest.mark.parametrize("order", list(permutations(("SERIAL-1", "SERIAL-2"))), ids=" ".join)
def test_of_two_approvals_whose_originals_are_out_the_later_ones_is_voided(order):
    revisions = {"SERIAL-1": 1, "SERIAL-2": 2}
    history = after(*(print_released(serial, revision=revisions[serial]) for serial in order))

    assert original_to_void(history, certificate_view(revision=2)).print_serial == "SERIAL-2"


def test_an_application_names_its_original_who_filed_it_and_its_count():
    application = application_for(
        OUT.out,
        filing(caller=caller(AGENT)),
        certificate_view(),
        exception_id=UUID(int=1),
        count=2,
        filed_at=APPROVED + HOUR,
    )

    assert (application.print_serial, application.count) == ("SERIAL-1", 2)
    assert (application.enterprise_code, application.filed_by_enterprise) == (EXPORTER, AGENT)
    assert application.is_same_as(filing())


def test_a_grant_says_which_original_is_void():
    event = reprint_granted(GRANTED)

    assert (event.voided_print_serial, event.count) == ("SERIAL-1", 1)
    assert (event.exception_id, event.granted_at) == (GRANTED.exception_id, GRANTED.filed_at)


@pytest.mark.rule("R78", "R83")
@pytest.mark.parametrize(
    ("history", "code"),
    [
        (NOTHING, "exception.not_printed"),
        (after(print_issued()), "exception.not_printed"),
        (VOIDED, "exception.not_printed"),
        (after(print_released(), archived()), "exception.archived"),
        (after(archived()), "exception.archived"),
        (APPROVED_ANEW, "exception.not_printed"),
        (approve(OUT, 2), "exception.not_printed"),
        (after(print_released(), print_issued("SERIAL-2", revision=2)), "exception.not_printed"),
    ],
)
def test_without_an_original_that_is_out_nothing_is_granted(history, code):
    with pytest.raises(Refused) as refusal:
        original_to_void(history, certificate_view())
    assert refusal.value.code == code


def test_archiving_that_only_cert_svc_has_heard_of_counts_too():
    with pytest.raises(Refused) as refusal:
        original_to_void(OUT, certificate_view(archived=True))
    assert refusal.value.code == "exception.archived"


@pytest.mark.parametrize(
    ("history", "print_status", "live", "misses"),
    [
        (NOTHING, "waiting", "SERIAL-1", True),
        (after(print_issued()), "waiting", "SERIAL-1", True),
        (VOIDED, "waiting", "SERIAL-2", True),
        (VOIDED, "printed", "SERIAL-1", False),
        (NOTHING, "waiting", None, False),
        (NOTHING, "printed", None, True),
        (VOIDED, "printed", None, False),
    ],
)
def test_a_print_is_missed_while_a_neighbour_knows_of_an_original_that_is_not_void_here(
    history, print_status, live, misses
):
    certificate = certificate_view(print_status=print_status)

    assert misses_a_print(history, certificate, live_original(live)) is misses


@pytest.mark.parametrize(
    ("history", "certificate", "live", "misses"),
    [
        (APPROVED_ANEW, {"revision": 2, "print_status": "waiting"}, ("SERIAL-1", 1), False),
        (APPROVED_ANEW, {"revision": 1}, (None, None), False),
        (APPROVED_ANEW, {"revision": 2}, ("SERIAL-1", 1), False),
        (APPROVED_ANEW, {"revision": 2}, (None, None), True),
        (APPROVED_ANEW, {"revision": 1}, ("SERIAL-2", 2), True),
        (OUT, {"revision": 2}, ("SERIAL-2", 2), True),
    ],
)
def test_what_was_printed_of_an_earlier_approval_is_not_waited_for(
    history, certificate, live, misses
):
    known = live_original(*live)

    assert misses_a_print(history, certificate_view(**certificate), known) is misses


def live_original(serial, revision=1):
    return LiveOriginal(print_serial=serial, revision=revision if serial else None)


def test_the_same_application_again_finds_its_grant():
    assert unused_grant(VOIDED, GRANTED, filing()) is GRANTED


@pytest.mark.parametrize(
    "changes", [{"reason": "other"}, {"operation": "reprint_both"}, {"note": "again"}]
)
def test_another_application_does_not(changes):
    assert unused_grant(VOIDED, GRANTED, filing(**changes)) is None


@pytest.mark.parametrize("history", [OUT, REPRINTED, ARCHIVED_VOIDED, approve(VOIDED, 2)])
def test_a_grant_that_is_used_up_or_overtaken_does_not_answer_again(history):
    assert unused_grant(history, GRANTED, filing()) is None


def test_without_any_grant_there_is_none_to_find():
    assert unused_grant(VOIDED, None, filing()) is None


@pytest.mark.parametrize(
    ("history", "state"),
    [
        (VOIDED, State.GRANTED),
        (REPRINTED, State.GRANTED),
        (ARCHIVED_VOIDED, State.OVERTAKEN),
        (approve(apply(REPRINTED, archived()), 2), State.GRANTED),
        (apply(approve(VOIDED, 2), archived(revision=2)), State.OVERTAKEN),
    ],
)
def test_archiving_overtakes_a_grant_whose_reprint_never_came_out(history, state):
    assert state_of(GRANTED, history) is state


@pytest.mark.rule("R80")
def test_every_listed_reason_is_accepted_and_no_other():
    for reason in REASONS:
        check_reason(reason.code)

    with pytest.raises(Refused) as refusal:
        check_reason("卡纸")
    assert refusal.value.code == "exception.unknown_reason"


@pytest.mark.rule("R99")
@pytest.mark.parametrize(
    ("history", "view"),
    [
        (after(print_released(), replaced()), certificate_view()),
        (after(replaced(), print_released()), certificate_view()),
        (after(print_released(), archived(), replaced()), certificate_view(archived=True)),
        (OUT, certificate_view(replaced_by=NEW_NUMBER)),
    ],
)
def test_a_replaced_certificate_is_not_printed_again(history, view):
    with pytest.raises(Refused) as refusal:
        original_to_void(history, view)

    assert refusal.value.code == "exception.replaced"


@pytest.mark.rule("R99")
def test_an_unused_grant_is_of_no_use_once_the_certificate_is_replaced():
    history = void(after(print_released(), replaced()), "SERIAL-1")

    assert unused_grant(history, GRANTED, filing()) is None
