"""What an approval, a return and an archiving say, and when."""

from datetime import timedelta

from contracts.customs import (
    ApplicationReceived,
    ApplicationReturned,
    CertificateReturned,
    LayoutStatus,
)
from customs.domain.applications import archive, send_back
from customs.domain.plans import application_plan, approval_plan, archive_plan, return_plan
from tests.unit.customs.builders import LAYOUT, NOON, application, approved, plan


def test_an_approval_is_said_first_and_its_layout_a_step_at_a_time():
    seconds = [(item.due_at - NOON).total_seconds() for item in plan(step_seconds=10)]

    assert seconds == [0, 0, 10, 20]


def test_the_layout_is_generated_then_sent_then_received():
    statuses = [item.event.status for item in plan()[1:]]

    assert statuses == [LayoutStatus.GENERATING, LayoutStatus.SENDING, LayoutStatus.RECEIVED]


def test_only_the_received_layout_names_an_object():
    assert [item.event.layout for item in plan()[1:]] == [None, None, LAYOUT]


def test_the_issue_date_is_the_day_in_china():
    late_in_london = NOON.replace(hour=17)

    [first, *_] = approval_plan(approved(), LAYOUT, at=late_in_london, step_seconds=0)

    assert first.event.issue_date.isoformat() == "2026-05-07"


def test_the_same_plan_has_the_same_event_ids_and_no_two_alike():
    ids = [item.event_id for item in plan()]

    assert ids == [item.event_id for item in plan()]
    assert len(set(ids)) == 4


def test_archiving_said_again_is_a_new_event_with_the_first_time():
    archived = archive(approved(), at=NOON)
    [first] = archive_plan(archived, at=NOON)
    [again] = archive_plan(archived, at=NOON + timedelta(minutes=1))

    assert first.event_id != again.event_id
    assert again.event.archived_at == NOON


def test_an_application_is_told_of_when_it_comes_in():
    filed = application(applied_at=NOON)

    [item] = application_plan(filed, at=NOON)

    assert isinstance(item.event, ApplicationReceived)
    assert (item.event.subject, item.event.received_at) == (filed.certificate_no, NOON)
    assert item.event.declarer_id_number == filed.form.declarer_id_number


def test_a_return_before_the_first_approval_is_one_of_an_application():
    [item] = return_plan(send_back(application()), "缺少发票", at=NOON)

    assert isinstance(item.event, ApplicationReturned)
    assert (item.event.reason, item.event.returned_at) == ("缺少发票", NOON)


def test_a_return_after_an_approval_gives_the_reason():
    [item] = return_plan(send_back(approved()), "授权晚于审批", at=NOON)

    assert isinstance(item.event, CertificateReturned)
    assert (item.event.reason, item.event.revision) == ("授权晚于审批", 1)
