"""What callers see of endpoints and deliveries."""

import json
from datetime import datetime

from contracts.webhooks import DeliveryView, WebhookView
from services.webhook_svc.domain.deliveries import Delivery
from services.webhook_svc.domain.endpoints import Endpoint, secrets_of


def webhook_view(endpoint: Endpoint, *, now: datetime) -> WebhookView:
    rotating = len(secrets_of(endpoint, now=now)) > 1
    return WebhookView(
        webhook_id=endpoint.id,
        url=endpoint.url,
        description=endpoint.description,
        event_types=endpoint.event_types,
        enabled=endpoint.enabled,
        disabled_because=endpoint.disabled_because,
        failing_since=endpoint.failing_since,
        made_at=endpoint.made_at,
        old_secret_until=endpoint.old_secret_until if rotating else None,
    )


def delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(
        delivery_id=delivery.id,
        event_id=delivery.event_id,
        event_type=delivery.event_type,
        state=delivery.state,
        attempts=delivery.attempts,
        made_at=delivery.made_at,
        last_attempt_at=delivery.last_attempt_at,
        next_attempt_at=delivery.next_attempt_at,
        response_status=delivery.response_status,
        problem=delivery.problem,
        payload=json.loads(delivery.payload),
    )
