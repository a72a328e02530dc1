"""API tokens and webhooks."""

from typing import Final

from pydantic import BaseModel

from contracts.api_tokens import ApiTokenList, ApiTokenView, token_of
from contracts.scopes import Scope
from contracts.visible_events import visible_fields
from contracts.webhooks import DeliveryList, DeliveryView, Replayed, WebhookEvent, WebhookList
from contracts.webhooks import WebhookView as Webhook
from gateway.examples.live import RELEASED
from gateway.examples.making import example
from gateway.routes.api_tokens import ApiTokenShown, NewApiToken
from gateway.routes.webhooks import NewWebhook, Replay, WebhookChange, WebhookShown
from gateway.specimens import (
    API_TOKEN_ID,
    DELIVERY_ID,
    ENTERPRISE,
    EVENT_ID,
    LATER,
    MORNING,
    OPERATOR_ID,
    VALID_TO,
    WEBHOOK_ID,
    WEBHOOK_SECRET,
)

_SCOPES: Final = (Scope.CERTIFICATES_READ, Scope.PRINTS_ISSUE, Scope.WEBHOOKS_MANAGE)
_NEW_TOKEN: Final = {"name": "ERP", "scopes": _SCOPES, "expires_at": VALID_TO}
_TOKEN: Final = {
    **_NEW_TOKEN,
    "token_id": API_TOKEN_ID,
    "made_by": OPERATOR_ID,
    "made_by_name": "样本法人",
    "made_at": MORNING,
}
_USED: Final = example(ApiTokenView, **_TOKEN, last_used_at=LATER)
_NEW_WEBHOOK: Final = {
    "url": "https://erp.example.com/originprint",
    "event_types": (WebhookEvent.CERTIFICATE_APPROVED, WebhookEvent.PRINT_RELEASED),
    "description": "ERP, orders",
}
_WEBHOOK: Final = {
    **_NEW_WEBHOOK,
    "webhook_id": WEBHOOK_ID,
    "enabled": True,
    "made_at": MORNING,
}
WEBHOOK: Final = example(Webhook, **_WEBHOOK)
DELIVERY: Final = example(
    DeliveryView,
    delivery_id=DELIVERY_ID,
    event_id=EVENT_ID,
    event_type=WebhookEvent.PRINT_RELEASED,
    state="delivered",
    attempts=1,
    made_at=MORNING,
    last_attempt_at=MORNING,
    response_status=204,
    payload={
        "id": EVENT_ID,
        "type": WebhookEvent.PRINT_RELEASED,
        "timestamp": MORNING,
        "enterprise_code": ENTERPRISE,
        "data": visible_fields(WebhookEvent.PRINT_RELEASED, RELEASED.to_wire()),
    },
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(NewApiToken, **_NEW_TOKEN),
    example(ApiTokenShown, **_TOKEN, token=token_of(bytes(32))),
    _USED,
    example(ApiTokenList, tokens=(_USED,)),
    example(NewWebhook, **_NEW_WEBHOOK),
    example(WebhookChange, enabled=True),
    example(WebhookShown, **_WEBHOOK, secret=WEBHOOK_SECRET),
    WEBHOOK,
    example(WebhookList, webhooks=(WEBHOOK,)),
    DELIVERY,
    example(DeliveryList, deliveries=(DELIVERY,), next_cursor=None),
    example(Replay, since=MORNING, failed_only=True),
    example(Replayed, count=12),
)
