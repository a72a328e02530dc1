"""What scripted faults do to a plan."""

from collections import Counter

import pytest

from contracts.customs import LayoutStatus
from customs.domain.faults import FaultKind, disturb, first_striking
from customs.domain.plans import archive_plan
from tests.unit.customs.builders import NOON, approved, fault, plan


def told(disturbed):
    """Event or layout status, and seconds after noon."""
    return [
        (
            getattr(item.event, "status", type(item.event).__name__),
            (item.due_at - NOON).total_seconds(),
        )
        for item in disturbed
    ]


def test_without_faults_the_plan_stays_as_it_is():
    assert disturb(plan(), []) == (plan(), Counter())


def test_a_late_event_comes_after_those_that_followed_it():
    late = fault(FaultKind.LATE, event="CertificateApproved")

    disturbed, _ = disturb(plan(), [late])

    assert told(disturbed) == [
        ("generating", 0),
        ("sending", 10),
        ("received", 20),
        ("CertificateApproved", 60),
    ]


def test_a_duplicate_is_the_same_event_with_the_same_id():
    twice = fault(FaultKind.DUPLICATE, layout_status=LayoutStatus.RECEIVED, seconds=5)

    disturbed, _ = disturb(plan(), [twice])

    assert told(disturbed)[-2:] == [("received", 20), ("received", 25)]
    assert disturbed[-1].event_id == disturbed[-2].event_id


def test_out_of_order_events_change_places_and_keep_the_times():
    swapped = fault(FaultKind.OUT_OF_ORDER, layout_status=LayoutStatus.SENDING)

    disturbed, _ = disturb(plan(), [swapped])

    assert told(disturbed)[2:] == [("received", 10), ("sending", 20)]


def test_the_last_event_changes_places_with_the_one_before():
    swapped = fault(FaultKind.OUT_OF_ORDER, layout_status=LayoutStatus.RECEIVED)

    disturbed, _ = disturb(plan(step_seconds=0), [swapped])

    assert [what for what, _ in told(disturbed)[2:]] == ["received", "sending"]


def test_an_event_alone_cannot_change_places_and_is_late_instead():
    swapped = fault(FaultKind.OUT_OF_ORDER, event="CertificateArchived")

    disturbed, _ = disturb(archive_plan(approved(), at=NOON), [swapped])

    assert told(disturbed) == [("CertificateArchived", 60)]


def test_a_lost_event_leaves_a_gap_and_is_sent_again_with_all_that_followed():
    lost = fault(FaultKind.LOST_THEN_RESENT, layout_status=LayoutStatus.SENDING)

    disturbed, _ = disturb(plan(), [lost])

    assert told(disturbed)[1:] == [
        ("generating", 0),
        ("received", 20),
        ("sending", 70),
        ("received", 80),
    ]


def test_a_fault_strikes_only_as_often_as_it_was_told():
    late = fault(FaultKind.LATE, event="CertificateApproved", times=2)
    plans = plan("A26YANGBEN000001") + plan("A26YANGBEN000002") + plan("A26YANGBEN000003")

    disturbed, struck = disturb(plans, [late])

    assert struck == {late.fault_id: 2}
    assert sum(item.due_at != item.time for item in disturbed) == 2


@pytest.mark.parametrize(
    "named",
    [
        {"event": "CertificateApproved"},
        {"layout_status": LayoutStatus.SENDING},
        {"certificate_no": "A26YANGBEN000002"},
        {"enterprise_code": "91110000MA00000000"},
    ],
)
def test_a_fault_leaves_alone_what_it_does_not_name(named):
    received = plan()[-1].event

    assert first_striking([fault(FaultKind.LATE, **named)], [FaultKind.LATE], received) is None


def test_the_oldest_fault_strikes_first():
    older, newer = fault(FaultKind.WRONG_DIGEST), fault(FaultKind.WRONG_DIGEST)

    assert first_striking([older, newer], [FaultKind.WRONG_DIGEST], plan()[-1].event) is older
