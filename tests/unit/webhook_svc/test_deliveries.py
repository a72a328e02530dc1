"""When a delivery is tried again, and when it is given up on."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.webhooks import TEST_EVENT
from services.webhook_svc.domain.deliveries import (
    Delivery,
    Outcome,
    after_try,
    payload_of,
    replayed,
    retry_after_of,
)
from services.webhook_svc.settings import Settings

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
PAUSES = (5.0, 300.0)
FAILED = Outcome(500)


def delivery(**changes) -> Delivery:
    fields = {
        "id": UUID(int=1),
        "endpoint_id": UUID(int=2),
        "event_id": UUID(int=3),
        "event_type": "PrintReleased",
        "concerns": "91310000MA1FL0000N",
        "payload": "{}",
        "made_at": NOW,
        "next_attempt_at": NOW,
    }
    return Delivery(**fields | changes)


def tried(outcome: Outcome, luck: float = 0.0, **changes) -> Delivery:
    return after_try(delivery(**changes), outcome, now=NOW, pauses=PAUSES, luck=luck)


@pytest.mark.parametrize("status", [200, 204, 299])
def test_an_answer_of_success_ends_it(status):
    after = tried(Outcome(status))

    assert (after.state, after.attempts, after.next_attempt_at) == ("delivered", 1, None)


@pytest.mark.parametrize("outcome", [FAILED, Outcome(302), Outcome(404), Outcome(None, "refused")])
def test_anything_else_is_tried_again(outcome):
    after = tried(outcome)

    assert (after.state, after.next_attempt_at) == ("pending", NOW + timedelta(seconds=5))


def test_pauses_grow_and_luck_makes_them_a_fifth_longer():
    assert tried(FAILED, luck=1, attempts=1).next_attempt_at == NOW + timedelta(seconds=360)


def test_after_the_last_pause_it_has_failed():
    assert tried(FAILED, attempts=2).state == "failed"


def test_an_endpoint_that_is_gone_is_not_tried_again():
    assert tried(Outcome(410)).state == "failed"


def test_a_test_is_tried_once():
    assert tried(FAILED, event_type=TEST_EVENT).state == "failed"


def test_the_usual_pauses_last_for_three_days():
    total = timedelta(seconds=sum(Settings.pauses_seconds))

    assert timedelta(days=3) < total < timedelta(days=3.5)


def test_an_endpoint_that_asks_for_more_time_gets_it():
    after = tried(Outcome(503, retry_after="120"))

    assert after.next_attempt_at == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        ("60", 60),
        ("999999999999", 86400),
        ("Tue, 10 Mar 2026 08:01:00 GMT", 60),
        ("Tue, 10 Mar 2026 07:00:00 GMT", 0),
        ("999999999999 Jan AM 12.30.10 99999", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_most(header, seconds):
    assert retry_after_of(header, now=NOW) == timedelta(seconds=seconds)


def test_a_replay_begins_anew_under_the_same_event():
    again = replayed(tried(Outcome(410)), now=NOW)

    assert (again.state, again.attempts, again.event_id) == ("pending", 0, UUID(int=3))


def test_the_body_says_type_time_and_whose_event_it_is():
    body = payload_of(UUID(int=3), "PrintReleased", "91X", {"revision": 1}, now=NOW)

    assert body == (
        '{"id":"00000000-0000-0000-0000-000000000003","type":"PrintReleased",'
        '"timestamp":"2026-03-10T08:00:00+00:00","enterprise_code":"91X","data":{"revision":1}}'
    )
