"""Deliveries: written once with their event, signed, tried again, given up on, replayed."""

import json
from contextlib import suppress
from uuid import UUID, uuid4

from standardwebhooks.webhooks import Webhook

from contracts.webhooks import (
    EditWebhook,
    GetWebhook,
    ReplayDeliveries,
    ReplayDelivery,
    SendTestEvent,
    WebhookEvent,
)
from services.webhook_svc.entrypoints import sending
from tests.integration.auth_svc.company import Clock
from tests.unit.cert_svc.events import EXPORTER, NUMBER, approved, print_completed

EVENT_ID = UUID(int=99)


def verified(secret: str, heard):
    return Webhook(secret).verify(heard.body, heard.headers)


def view(office, webhook):
    asked = GetWebhook(caller=office.caller(), webhook_id=webhook.webhook_id)
    return office.bench.ask(asked)


def test_an_event_is_posted_with_a_signature_that_the_standard_library_accepts(office, receiver):
    _, secret = office.make()
    office.bench.deliver(approved(), event_id=EVENT_ID)

    office.send()

    [heard] = receiver.at("/hook")
    body = verified(secret, heard)
    assert heard.headers["webhook-id"] == str(EVENT_ID)
    assert (body["type"], body["enterprise_code"]) == ("CertificateApproved", EXPORTER)
    assert body["data"]["certificate_no"] == NUMBER


def test_only_fields_that_may_be_seen_are_posted(office, receiver):
    office.make()
    office.bench.deliver(approved())

    office.send()

    [heard] = receiver.at("/hook")
    assert "declarer_id_number" not in json.loads(heard.body)["data"]
    assert approved().declarer_id_number.get_secret_value().encode() not in heard.body


def test_an_event_that_comes_twice_is_sent_once(office, receiver):
    webhook, _ = office.make()
    office.bench.deliver(approved(), event_id=EVENT_ID)
    office.bench.deliver(approved(), event_id=EVENT_ID)

    office.send()
    office.send()

    assert len(receiver.at("/hook")) == len(office.deliveries(webhook)) == 1


def test_an_event_that_was_not_asked_for_is_not_sent(office, receiver):
    webhook, _ = office.make(events=(WebhookEvent.PRINT_COMPLETED,))
    office.bench.deliver(approved())
    office.bench.deliver(print_completed())

    assert [one.event_type for one in office.deliveries(webhook)] == ["PrintCompleted"]


def test_a_delivery_that_failed_is_tried_again_after_its_pause_with_the_same_id(
    office, receiver, clock: Clock
):
    webhook, secret = office.make()
    receiver.answers["/hook"] = [500]
    office.bench.deliver(approved(), event_id=EVENT_ID)

    office.send()
    office.send()
    clock.pass_by(seconds=13)
    office.send()

    first, second = receiver.at("/hook")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    verified(secret, second)
    [delivery] = office.deliveries(webhook)
    assert (delivery.state, delivery.attempts, delivery.response_status) == ("delivered", 2, 204)


def test_after_the_last_try_the_delivery_has_failed_and_the_endpoint_shows_it(
    office, receiver, clock
):
    webhook, _ = office.make()
    receiver.answers["/hook"] = [500, 503, 302]
    office.bench.deliver(approved())

    office.send()
    clock.pass_by(seconds=13)
    office.send()
    clock.pass_by(seconds=130)
    office.send()

    [delivery] = office.deliveries(webhook)
    assert (delivery.state, delivery.attempts, delivery.response_status) == ("failed", 3, 302)
    assert delivery.next_attempt_at is None
    assert view(office, webhook).failing_since == clock()


def test_an_endpoint_that_is_gone_is_disabled_and_hears_nothing_more(office, receiver):
    webhook, _ = office.make()
    receiver.answers["/hook"] = [410]
    office.bench.deliver(approved())
    office.send()

    office.bench.deliver(print_completed())
    office.send()

    now = view(office, webhook)
    assert (now.enabled, now.disabled_because) == (False, "gone")
    assert len(receiver.at("/hook")) == 1


def test_one_that_was_gone_is_enabled_again_by_hand(office, receiver):
    webhook, _ = office.make()
    receiver.answers["/hook"] = [410]
    office.bench.deliver(approved())
    office.send()

    again = EditWebhook(caller=office.caller(), webhook_id=webhook.webhook_id, enabled=True)
    office.bench.ask(again)
    office.bench.deliver(print_completed())
    office.send()

    assert len(receiver.at("/hook")) == 2


def test_a_delivery_is_replayed_with_its_id_and_body(office, receiver):
    webhook, _ = office.make()
    office.bench.deliver(approved(), event_id=EVENT_ID)
    office.send()
    [delivery] = office.deliveries(webhook)

    office.bench.ask(
        ReplayDelivery(
            caller=office.caller(),
            webhook_id=webhook.webhook_id,
            delivery_id=delivery.delivery_id,
        )
    )
    office.send()

    first, second = receiver.at("/hook")
    assert (first.body, first.headers["webhook-id"]) == (second.body, str(EVENT_ID))


def test_all_since_a_moment_are_replayed(office, receiver, clock):
    webhook, _ = office.make()
    office.bench.deliver(approved())
    clock.pass_by(seconds=60)
    moment = clock()
    office.bench.deliver(print_completed())
    office.send()

    asked = ReplayDeliveries(caller=office.caller(), webhook_id=webhook.webhook_id, since=moment)
    replayed = office.bench.ask(asked)
    office.send()

    assert replayed.count == 1
    assert len(receiver.at("/hook")) == 3


def test_a_process_that_died_between_post_and_commit_has_the_event_sent_again(
    office, receiver, clock, monkeypatch
):
    office.make()
    office.bench.deliver(approved(), event_id=EVENT_ID)

    class Killed(BaseException):
        """As by SIGKILL: nothing after it runs."""

    def dies(*_):
        raise Killed

    with monkeypatch.context() as dying, suppress(Killed):
        dying.setattr(sending.Sending, "_settle", dies)
        office.send()
    office.send()
    clock.pass_by(seconds=office.bench.settings.send_seconds + 16)
    office.send()

    ids = [heard.headers["webhook-id"] for heard in receiver.at("/hook")]
    assert ids == [str(EVENT_ID)] * 2


def test_a_secret_that_was_replaced_signs_beside_the_new_one_for_a_day(office, receiver, clock):
    webhook, old = office.make()
    new = office.rotate(webhook)
    office.bench.deliver(approved())
    office.send()

    clock.pass_by(days=1)
    office.bench.deliver(print_completed())
    office.send()

    first, second = receiver.at("/hook")
    signatures = [len(heard.headers["webhook-signature"].split()) for heard in (first, second)]
    assert signatures == [2, 1]
    verified(old, first)
    verified(new, first)


def test_a_test_is_posted_once_and_says_what_came_of_it(office, receiver, clock):
    webhook, secret = office.make()
    receiver.answers["/hook"] = [500]
    asked = SendTestEvent(caller=office.caller(), webhook_id=webhook.webhook_id)
    office.bench.ask(asked)

    office.send()
    clock.pass_by(days=1)
    office.send()

    [heard] = receiver.at("/hook")
    assert verified(secret, heard)["type"] == "WebhookTest"
    [delivery] = office.deliveries(webhook)
    assert (delivery.state, delivery.response_status) == ("failed", 500)
    assert view(office, webhook).failing_since is None


def test_an_endpoint_gets_four_at_a_time_and_leaves_room_for_others(office, receiver):
    office.make("/hook")
    office.make("/other")
    for _ in range(6):
        office.bench.deliver(approved(), event_id=uuid4())

    office.send()

    assert (len(receiver.at("/hook")), len(receiver.at("/other"))) == (4, 4)
