"""A receipt is told from its time on, by answer and by event; with what customs really says."""

from datetime import timedelta
from uuid import UUID

import pytest

from chassis.deliveries import Delivery
from contracts.customs import AuthorizationReceiptIssued
from contracts.results import AuthorizationResultReleased
from contracts.values import StampKind
from customs.domain import authorizations as customs
from customs.domain.faults import Fault, FaultKind

pytestmark = pytest.mark.rule("R32")


def customs_receipt(desk, request, *faults) -> AuthorizationReceiptIssued:
    """As customs decides it, three seconds after 授权."""
    desk.clock.pass_by(seconds=3)
    issued = customs.receipt(request, {desk.company.person()}, at=desk.clock())
    return customs.refused(issued, faults)[0]


def refusing_signatures() -> Fault:
    return Fault(
        fault_id=UUID(int=1),
        kind=FaultKind.REJECT,
        event="AuthorizationReceiptIssued",
        times=1,
        seconds=0,
        stamp_kind=StampKind.SIGNATURE,
        reason="签名模糊，请重新扫描",
    )


def released(desk) -> list[AuthorizationResultReleased]:
    """What the timer of two processes says now."""
    desk.company.bench._instance(Delivery("auth_svc.release_results")).release_results()
    desk.company.bench._instance(Delivery("auth_svc.release_results")).release_results()
    events = desk.company.bench.published()
    return [event for event in events if isinstance(event, AuthorizationResultReleased)]


def test_a_receipt_that_comes_after_3_seconds_is_shown_after_120(desk):
    request = desk.request()
    desk.company.bench.deliver(customs_receipt(desk, request))

    early = desk.company.latest(desk.caller)
    desk.clock.pass_by(seconds=117)
    due = desk.company.latest(desk.caller)

    assert (early.state, early.countdown_seconds) == ("waiting", 117)
    assert (early.received_at, early.items) == (None, ())
    assert (due.state, due.countdown_seconds) == ("accepted", 0)
    assert [(item.name, item.accepted) for item in due.items] == [
        ("中英文印章 样本", True),
        ("样本申报员0", True),
    ]


@pytest.mark.rule("R33")
def test_a_refused_signature_is_told_by_its_declarers_name_and_with_the_reason(desk):
    request = desk.request()
    desk.company.bench.deliver(customs_receipt(desk, request, refusing_signatures()))

    result = desk.result()

    refused = [(item.name, item.reason_zh) for item in result.items if not item.accepted]
    assert (result.state, refused) == ("rejected", [("样本申报员0", "签名模糊，请重新扫描")])
    assert result.items[1].reason_en.endswith("签名模糊，请重新扫描")


def test_browsers_are_told_of_the_result_once_and_not_before_its_time(desk):
    request = desk.request()
    desk.company.bench.deliver(customs_receipt(desk, request))

    desk.clock.pass_by(seconds=116)
    early = released(desk)
    desk.clock.pass_by(seconds=1)
    due = released(desk)
    later = released(desk)

    assert (early, later) == ([], [])
    assert [(event.authorization_id, event.state) for event in due] == [
        (request.authorization_id, "accepted")
    ]
    assert due[0].released_at == request.requested_at + timedelta(seconds=120)


def test_a_late_receipt_is_waited_for_and_told_when_it_comes(desk):
    request = desk.request()

    late = desk.result()
    told_without = released(desk)
    desk.receive(request)

    assert (late.state, late.countdown_seconds) == ("waiting", 0)
    assert told_without == []
    assert [event.state for event in released(desk)] == ["accepted"]
    assert desk.company.latest(desk.caller).state == "accepted"


def test_when_no_receipt_comes_it_may_be_asked_for_anew(desk):
    desk.request()
    desk.clock.pass_by(seconds=500)

    anew = desk.request()
    desk.receive(anew)

    assert desk.result().authorization_id == anew.authorization_id
    assert desk.company.latest(desk.caller).state == "accepted"
