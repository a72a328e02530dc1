"""Endpoints: made, changed, deleted, and their secrets, which are shown once."""

from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.ciphers import Cipher
from chassis.database import Session
from chassis.one_time_keys import seal_once
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.webhooks import (
    DeleteWebhook,
    EditWebhook,
    GetWebhook,
    ListWebhooks,
    MakeWebhook,
    RotateWebhookSecret,
    WebhookList,
    WebhookMade,
    WebhookView,
)
from services.webhook_svc.domain.addresses import target_of
from services.webhook_svc.domain.endpoints import Endpoint, check_room, edited, rotated
from services.webhook_svc.entrypoints import views
from services.webhook_svc.signing import new_secret
from services.webhook_svc.storage import endpoints


class Endpoints(Service):
    @answer(ListWebhooks)
    def list_webhooks(self, session: Session, request: ListWebhooks) -> WebhookList:
        found = endpoints.of_enterprise(session, request.caller.enterprise_code)
        return WebhookList(webhooks=tuple(map(self._view, found)))

    @answer(GetWebhook)
    def get_webhook(self, session: Session, request: GetWebhook) -> WebhookView:
        code = request.caller.enterprise_code
        return self._view(endpoints.get(session, code, request.webhook_id))

    @answer(MakeWebhook)
    def make_webhook(self, tx: Transaction, request: MakeWebhook) -> WebhookMade:
        code = request.caller.enterprise_code
        target_of(request.url, private=self.settings.private_receivers)
        endpoints.take_turn(tx.session, code)
        check_room(endpoints.count(tx.session, code))
        secret, endpoint_id = new_secret(), uuid4()
        endpoint = Endpoint(
            id=endpoint_id,
            enterprise_code=code,
            url=request.url,
            description=request.description,
            event_types=tuple(dict.fromkeys(request.event_types)),
            made_at=self.now(),
            secret=self._encrypted(secret, endpoint_id, code),
        )
        endpoints.add(tx.session, endpoint)
        sealed = seal_once(secret, request.reveal_to.get_secret_value())
        return WebhookMade(webhook=self._view(endpoint), sealed_secret=sealed)

    @answer(EditWebhook)
    def edit_webhook(self, tx: Transaction, request: EditWebhook) -> WebhookView:
        known = endpoints.hold(tx.session, request.caller.enterprise_code, request.webhook_id)
        if request.url is not None:
            target_of(request.url, private=self.settings.private_receivers)
        endpoint = edited(
            known,
            url=request.url,
            event_types=request.event_types,
            description=request.description,
            enabled=request.enabled,
        )
        endpoints.put(tx.session, endpoint)
        return self._view(endpoint)

    @answer(DeleteWebhook)
    def delete_webhook(self, tx: Transaction, request: DeleteWebhook) -> Done:
        known = endpoints.hold(tx.session, request.caller.enterprise_code, request.webhook_id)
        endpoints.remove(tx.session, known)
        return Done()

    @answer(RotateWebhookSecret)
    def rotate_webhook_secret(self, tx: Transaction, request: RotateWebhookSecret) -> WebhookMade:
        known = endpoints.hold(tx.session, request.caller.enterprise_code, request.webhook_id)
        secret = new_secret()
        endpoint = rotated(
            known, self._encrypted(secret, known.id, known.enterprise_code), now=self.now()
        )
        endpoints.put(tx.session, endpoint)
        sealed = seal_once(secret, request.reveal_to.get_secret_value())
        return WebhookMade(webhook=self._view(endpoint), sealed_secret=sealed)

    def _encrypted(self, secret: str, endpoint_id: UUID, owner: str) -> bytes:
        cipher = Cipher(self.settings.webhook_keys)
        return cipher.encrypt(secret.encode(), str(endpoint_id), owner)

    def _view(self, endpoint: Endpoint) -> WebhookView:
        return views.webhook_view(endpoint, now=self.now())
