"""Endpoints: where they may lie, how many, and that their secrets are shown once."""

import dataclasses

import pytest
from sqlalchemy import text

from chassis.one_time_keys import OneTimeKey
from contracts.webhooks import EditWebhook, MakeWebhook, SendTestEvent, WebhookEvent
from services.webhook_svc.domain.addresses import target_of
from services.webhook_svc.domain.endpoints import MOST
from services.webhook_svc.posting import post

APPROVED_ONLY = (WebhookEvent.CERTIFICATE_APPROVED,)


def make(office, url: str, once: OneTimeKey | None = None, **changes) -> MakeWebhook:
    return MakeWebhook(
        caller=office.caller(),
        url=url,
        event_types=APPROVED_ONLY,
        reveal_to=(once or OneTimeKey()).public,
        **changes,
    )


@pytest.fixture
def strict(office):
    settings = dataclasses.replace(office.bench.settings, private_receivers=False)
    office.bench.settings = settings
    return office


@pytest.mark.parametrize(
    "url", ["http://erp.example.com/", "https://127.0.0.1/", "https://169.254.169.254/latest"]
)
def test_an_address_near_the_service_is_refused(strict, url):
    assert strict.refused_code(make(strict, url)) == "webhook.bad_url"


def test_an_endpoint_is_not_moved_to_an_address_near_the_service(strict):
    strict.bench.settings = dataclasses.replace(strict.bench.settings, private_receivers=True)
    webhook, _ = strict.make()
    strict.bench.settings = dataclasses.replace(strict.bench.settings, private_receivers=False)

    moved = EditWebhook(
        caller=strict.caller(), webhook_id=webhook.webhook_id, url="https://10.0.0.1/"
    )

    assert strict.refused_code(moved) == "webhook.bad_url"


def test_a_name_that_leads_to_this_machine_is_not_connected_to(receiver, monkeypatch):
    """As by a DNS server that changes its mind after the address was accepted."""
    here = [(2, 1, 6, "", ("127.0.0.1", target_of(receiver.url, private=True).port))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: here)

    outcome = post("https://rebinding.example.com/hook", "{}", {}, seconds=2, private=False)

    assert outcome.status is None
    assert "does not reach" in outcome.problem
    assert receiver.heard == []


def test_a_secret_lies_encrypted_and_is_no_part_of_a_remembered_reply(office):
    once = OneTimeKey()
    made = office.bench.ask(make(office, office.receiver.url, once, idempotency_key="k"))
    secret = once.open(made.sealed_secret)

    with office.bench.engine.connect() as connection:
        kept = connection.execute(text("select cast(e as text) from endpoints e")).scalar_one()
        replies = text("select cast(r as text) from idempotent_replies r")
        remembered = connection.execute(replies).scalar_one()
    assert secret.startswith("whsec_")
    assert secret not in kept + remembered
    assert secret.encode().hex() not in kept


def test_a_repeated_command_makes_one_endpoint_and_shows_no_secret_again(office):
    first = office.bench.ask(make(office, office.receiver.url, idempotency_key="k"))
    again = OneTimeKey()
    second = office.bench.ask(make(office, office.receiver.url, again, idempotency_key="k"))

    assert first.webhook == second.webhook
    assert again.open(second.sealed_secret) is None


def test_there_is_a_most_of_endpoints(office):
    for _ in range(MOST):
        office.bench.ask(make(office, office.receiver.url))

    assert office.refused_code(make(office, office.receiver.url)) == "webhook.too_many"


def test_a_disabled_endpoint_takes_no_test(office):
    webhook, _ = office.make()
    off = EditWebhook(caller=office.caller(), webhook_id=webhook.webhook_id, enabled=False)
    office.bench.ask(off)

    tried = SendTestEvent(caller=office.caller(), webhook_id=webhook.webhook_id)

    assert office.refused_code(tried) == "webhook.disabled"
