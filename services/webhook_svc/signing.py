"""Headers of Standard Webhooks: id, time, and a signature with each secret that is in use."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime

from standardwebhooks.webhooks import Webhook

from services.webhook_svc.domain.deliveries import Delivery
from services.webhook_svc.domain.endpoints import SECRET_BYTES


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def headers_of(delivery: Delivery, in_use: Iterable[str], *, now: datetime) -> dict[str, str]:
    """`now` in UTC. The id is that of the event, the same at each try."""
    identity = str(delivery.event_id)
    signatures = [Webhook(one).sign(identity, now, delivery.payload) for one in in_use]
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
