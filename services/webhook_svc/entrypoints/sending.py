"""The loop that sends what is due: claimed by lease, posted, settled by what was answered.

A process that dies between the POST and the commit leaves a lease that ends; the event is sent
again then, under the same webhook-id, by which the receiver drops it.
"""

import secrets
from datetime import timedelta
from typing import Final

import eventlet
import structlog

from chassis.ciphers import Cipher
from chassis.errors import Transient
from chassis.service import Service
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.webhooks import TEST_EVENT
from services.webhook_svc.domain.deliveries import Delivery, Outcome, after_try
from services.webhook_svc.domain.endpoints import Endpoint, failing, gone, secrets_of, working
from services.webhook_svc.metrics import TRIES
from services.webhook_svc.posting import post
from services.webhook_svc.signing import headers_of
from services.webhook_svc.storage import due, endpoints
from services.webhook_svc.storage.due import Claimed

log = structlog.get_logger()

LOOK_SECONDS: Final = 0.5
AT_ONCE: Final = 4
"""Deliveries to one endpoint under way at a time, in all processes together."""
POOL: Final = eventlet.GreenPool(200)
"""Deliveries under way in this process: fifty endpoints that hang leave room for others."""
SETTLING: Final = timedelta(seconds=15)
"""A lease lasts this much longer than a try may take."""


class Sending(Service):
    @every(LOOK_SECONDS, outside_transaction=True)
    def send_due(self) -> None:
        """Waits for none of them, so that the next look is not late."""
        lease = timedelta(seconds=self.settings.send_seconds) + SETTLING
        with self.db.transaction() as tx:
            claimed = due.claim(
                tx.session, now=self.now(), lease=lease, at_once=AT_ONCE, room=POOL.free()
            )
        for one in claimed:
            POOL.spawn_n(self._send, one)

    def _send(self, claimed: Claimed) -> None:
        try:
            with self.db.transaction() as tx:
                endpoint = endpoints.hold_any(tx.session, claimed.delivery.endpoint_id)
            if endpoint is None or not endpoint.enabled:
                return
            outcome = self._posted(endpoint, claimed.delivery)
            with self.db.transaction() as tx:
                self._settle(tx, claimed, outcome)
        except Transient as error:
            log.warning("delivery_unsettled", error=str(error))

    def _posted(self, endpoint: Endpoint, delivery: Delivery) -> Outcome:
        cipher, now = Cipher(self.settings.webhook_keys), self.now()
        in_use = [
            cipher.decrypt(secret, str(endpoint.id)).decode()
            for secret in secrets_of(endpoint, now=now)
        ]
        return post(
            endpoint.url,
            delivery.payload,
            headers_of(delivery, in_use, now=now),
            seconds=self.settings.send_seconds,
            private=self.settings.private_receivers,
        )

    def _settle(self, tx: Transaction, claimed: Claimed, outcome: Outcome) -> None:
        now, luck = self.now(), secrets.SystemRandom().random()
        endpoint = endpoints.hold_any(tx.session, claimed.delivery.endpoint_id)
        pauses = self.settings.pauses_seconds
        tried = after_try(claimed.delivery, outcome, now=now, pauses=pauses, luck=luck)
        if endpoint is None or not due.settle(tx.session, claimed, tried):
            return
        TRIES.labels("gone" if outcome.is_gone else tried.state).inc()
        if outcome.arrived and endpoint.failing_since is not None:
            endpoints.put(tx.session, working(endpoint))
        elif outcome.is_gone:
            endpoints.put(tx.session, gone(endpoint))
        elif tried.state == "failed" and tried.event_type != TEST_EVENT:
            endpoints.put(tx.session, failing(endpoint, now=now))
