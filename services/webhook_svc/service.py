"""webhook_svc: tells programs of enterprises what happened, over signed HTTP, until they hear."""

from services.webhook_svc.entrypoints.deliveries import Deliveries
from services.webhook_svc.entrypoints.endpoints import Endpoints
from services.webhook_svc.entrypoints.events import Events
from services.webhook_svc.entrypoints.sending import Sending


class WebhookService(Endpoints, Deliveries, Events, Sending):
    """Endpoints, and each event that concerns them delivered at least once."""

    name = "webhook_svc"


SERVICE = WebhookService
