"""Applications under way when 授权 is pressed (R36), heard in any order."""

from datetime import datetime, timedelta

import pytest

from contracts.customs import (
    ApplicationReceived,
    ApplicationReturned,
    CertificateApproved,
    CertificateReturned,
)
from tests.integration.auth_svc.company import START

pytestmark = pytest.mark.rule("R36", "R43")
NUMBER = "A26SPECIMEN10001"
MINUTE = timedelta(minutes=1)


def received(company, at: datetime = START, **changes) -> ApplicationReceived:
    fields = {
        "enterprise_code": company.code,
        "certificate_no": NUMBER,
        "declarer_id_number": company.person(),
        "received_at": at,
    }
    return ApplicationReceived(**fields | changes)


def approved(company, at: datetime) -> CertificateApproved:
    return CertificateApproved(
        enterprise_code=company.code,
        certificate_no=NUMBER,
        revision=1,
        type_id="china_australia",
        destination="AU",
        issue_date=at.date(),
        approved_at=at,
        declarer_id_number=company.person(),
        declarer_name="样本申报员0",
        issuing_office="0100",
    )


def returned(company, at: datetime, kind=CertificateReturned, **changes):
    fields = {"enterprise_code": company.code, "certificate_no": NUMBER, "returned_at": at}
    return kind(**fields | {"reason": "样本"} | changes)


def named(desk) -> list[str]:
    """Certificates that the answer to 授权 warns of."""
    view = desk.company.request_authorization(desk.caller)
    desk.company.bench.published()
    return [number for warning in view.warnings for number in warning.certificate_nos]


def test_an_application_under_way_is_warned_of(desk):
    desk.company.bench.deliver(received(desk.company))

    assert named(desk) == [NUMBER]


@pytest.mark.parametrize(
    "end",
    [
        lambda company: approved(company, START + MINUTE),
        lambda company: returned(company, START + MINUTE, revision=1),
        lambda company: returned(company, START + MINUTE, ApplicationReturned),
    ],
    ids=["approved", "returned", "returned before any approval"],
)
@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the end first"])
def test_one_that_was_approved_or_sent_back_is_not(desk, end, order):
    first, second = (received(desk.company), end(desk.company))[::order]
    desk.company.bench.deliver(first)
    desk.company.bench.deliver(second)

    assert named(desk) == []


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the end last"])
def test_one_that_came_again_after_it_was_sent_back_is(desk, order):
    desk.company.bench.deliver(received(desk.company))
    back = returned(desk.company, START + MINUTE, revision=1)
    again = received(desk.company, START + 2 * MINUTE)
    first, second = (back, again)[::order]
    desk.company.bench.deliver(first)
    desk.company.bench.deliver(second)

    assert named(desk) == [NUMBER]


def test_an_application_of_another_enterprise_is_not_told(desk, other_company):
    desk.company.bench.deliver(received(other_company))

    assert named(desk) == []


def test_an_approval_under_an_authorization_in_force_is_late_enough(desk):
    desk.authorize()
    desk.company.bench.deliver(received(desk.company))

    assert named(desk) == []


def test_a_declarer_who_is_not_authorized_yet_is_warned_of(desk):
    desk.authorize()
    other = received(desk.company, declarer_id_number=desk.company.person(1))
    desk.company.bench.deliver(other)

    assert named(desk) == [NUMBER]


def test_what_is_over_is_forgotten_after_a_week_and_what_is_under_way_never(desk, clock):
    desk.company.bench.deliver(approved(desk.company, START))
    clock.time = START + timedelta(days=8)
    desk.company.bench._instance(None).sweep_applications()
    desk.company.bench.deliver(received(desk.company, START - MINUTE))
    kept = named(desk)
    desk.company.bench._instance(None).sweep_applications()

    assert kept == named(desk) == [NUMBER]


def test_it_is_warned_of_before_authorizing_is_pressed_too(desk):
    desk.company.bench.deliver(received(desk.company))

    [warning] = desk.company.draft(desk.caller).warnings

    assert warning.certificate_nos == (NUMBER,)
