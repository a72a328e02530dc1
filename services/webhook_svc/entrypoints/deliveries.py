"""Deliveries as an enterprise sees them: listed, replayed, tried out."""

from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.webhooks import (
    TEST_EVENT,
    DeliveryList,
    DeliveryView,
    ListDeliveries,
    ReplayDeliveries,
    ReplayDelivery,
    Replayed,
    SendTestEvent,
)
from services.webhook_svc.domain.deliveries import KEPT, Delivery, payload_of, replayed
from services.webhook_svc.domain.endpoints import check_enabled
from services.webhook_svc.entrypoints import views
from services.webhook_svc.storage import deliveries, endpoints

SWEEP_SECONDS = timedelta(hours=1).total_seconds()


class Deliveries(Service):
    @answer(ListDeliveries)
    def list_deliveries(self, session: Session, request: ListDeliveries) -> DeliveryList:
        endpoints.get(session, request.caller.enterprise_code, request.webhook_id)
        page = deliveries.find_page(session, request)
        return DeliveryList(
            deliveries=tuple(map(views.delivery_view, page.deliveries)),
            next_cursor=page.next_cursor,
        )

    @answer(ReplayDelivery)
    def replay_delivery(self, tx: Transaction, request: ReplayDelivery) -> DeliveryView:
        code = request.caller.enterprise_code
        endpoint = check_enabled(endpoints.hold(tx.session, code, request.webhook_id))
        known = deliveries.get(tx.session, endpoint.id, request.delivery_id)
        delivery = replayed(known, now=self.now())
        deliveries.put(tx.session, delivery)
        return views.delivery_view(delivery)

    @answer(ReplayDeliveries)
    def replay_deliveries(self, tx: Transaction, request: ReplayDeliveries) -> Replayed:
        code = request.caller.enterprise_code
        check_enabled(endpoints.hold(tx.session, code, request.webhook_id))
        return Replayed(count=deliveries.replay_since(tx.session, request, now=self.now()))

    @answer(SendTestEvent)
    def send_test_event(self, tx: Transaction, request: SendTestEvent) -> DeliveryView:
        code = request.caller.enterprise_code
        endpoint = check_enabled(endpoints.hold(tx.session, code, request.webhook_id))
        now, event_id = self.now(), uuid4()
        fields = {"webhook_id": str(endpoint.id)}
        delivery = Delivery(
            id=uuid4(),
            endpoint_id=endpoint.id,
            event_id=event_id,
            event_type=TEST_EVENT,
            concerns=code,
            payload=payload_of(event_id, TEST_EVENT, code, fields, now=now),
            made_at=now,
            next_attempt_at=now,
        )
        deliveries.add(tx.session, [delivery])
        return views.delivery_view(delivery)

    @every(SWEEP_SECONDS)
    def forget_old_deliveries(self, tx: Transaction) -> None:
        deliveries.delete_before(tx.session, self.now() - KEPT)
