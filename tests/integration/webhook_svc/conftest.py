"""webhook_svc on a real database, with a receiver on this machine."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chassis.clock import utc_now
from chassis.deliveries import Delivery
from chassis.one_time_keys import OneTimeKey
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_RING, TEST_SEALING_KEY, Bench
from contracts.errors import Refused
from contracts.values import Caller, LoginMedium
from contracts.webhooks import (
    DeliveryView,
    ListDeliveries,
    MakeWebhook,
    RotateWebhookSecret,
    WebhookEvent,
    WebhookView,
)
from services.webhook_svc.entrypoints.sending import POOL
from services.webhook_svc.service import WebhookService
from services.webhook_svc.settings import Settings
from tests.e2e.receiver import Receiver, receiving
from tests.integration.auth_svc.company import Clock
from tests.unit.cert_svc.events import EXPORTER


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def settings() -> Settings:
    return Settings(
        amqp_url="unused: the bench has no broker",
        database_url="unused: the bench is given an engine",
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        metrics_port=0,
        webhook_keys=TEST_RING,
        send_seconds=2.0,
        pauses_seconds=(10.0, 100.0),
        private_receivers=True,
    )


@dataclass
class Office:
    """One service and one enterprise's view of it."""

    bench: Bench
    clock: Clock
    receiver: Receiver

    def caller(self, code: str = EXPORTER) -> Caller:
        return Caller(
            enterprise_code=code,
            operator_id=uuid.UUID(int=7),
            medium=LoginMedium.LEGAL_PERSON_CARD,
        )

    def make(
        self, path: str = "/hook", code: str = EXPORTER, events=tuple(WebhookEvent)
    ) -> tuple[WebhookView, str]:
        once = OneTimeKey()
        made = self.bench.ask(
            MakeWebhook(
                caller=self.caller(code),
                url=self.receiver.url + path,
                event_types=events,
                reveal_to=once.public,
            )
        )
        return made.webhook, once.open(made.sealed_secret)

    def rotate(self, webhook: WebhookView) -> str:
        once = OneTimeKey()
        made = self.bench.ask(
            RotateWebhookSecret(
                caller=self.caller(), webhook_id=webhook.webhook_id, reveal_to=once.public
            )
        )
        return once.open(made.sealed_secret)

    def send(self) -> None:
        """One look at what is due, and all that it sends."""
        self.bench._instance(Delivery("webhook_svc.send_due")).send_due()
        POOL.waitall()

    def deliveries(self, webhook: WebhookView, code: str = EXPORTER) -> tuple[DeliveryView, ...]:
        asked = ListDeliveries(caller=self.caller(code), webhook_id=webhook.webhook_id)
        return self.bench.ask(asked).deliveries

    def refused_code(self, request) -> str:
        with pytest.raises(Refused) as refusal:
            self.bench.ask(request)
        return refusal.value.code


@pytest.fixture
def clock() -> Clock:
    return Clock(utc_now())


@pytest.fixture
def office(migrated_database, settings, clock, receiver) -> Office:
    engine = migrated_database("services.webhook_svc")
    bench = Bench(WebhookService, engine, settings=settings, now=clock)
    return Office(bench, clock, receiver)
