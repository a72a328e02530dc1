"""What webhook_svc hears, and the deliveries it writes of it in the same transaction.

The handlers differ in nothing but their event, so they are made from `contracts.webhooks`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.authorization import AgentAuthorized, AgentRevoked
from contracts.base import Event, snake_case
from contracts.catalogue import EVENTS
from contracts.customs import CertificateApproved
from contracts.visible_events import AGENT_EVENTS, SINCE, visible_fields
from contracts.webhooks import WebhookEvent
from services.webhook_svc.domain.audience import Subject, hears
from services.webhook_svc.domain.deliveries import Delivery, payload_of
from services.webhook_svc.domain.endpoints import Endpoint
from services.webhook_svc.storage import deliveries, endpoints, rights


def _hear(service: Any, tx: Transaction, events: Sequence[Event]) -> None:
    """Learn what an agent may be told, then write for each endpoint what concerns it."""
    _learn(tx, events)
    codes = {code for event in events for code in _concerned(event)}
    listening = endpoints.listening(tx.session, codes)
    if not listening:
        return
    agents = {endpoint.enterprise_code for endpoint in listening}
    grants = rights.live_grants(tx.session, agents)
    subjects = _subjects(tx, events)
    ids = {id(one.event): one.event_id for one in tx.delivery.group}
    written = [
        _delivery(service, endpoint, ids[id(event)], event)
        for event in events
        for endpoint in listening
        if type(event).__name__ in endpoint.event_types
        and hears(endpoint.enterprise_code, subjects[id(event)], grants)
    ]
    deliveries.add(tx.session, written)


def _learn(tx: Transaction, events: Sequence[Event]) -> None:
    rights.put_approvals(
        tx.session, [event for event in events if isinstance(event, CertificateApproved)]
    )
    for event in events:
        if isinstance(event, AgentAuthorized):
            rights.grant(tx.session, event)
        elif isinstance(event, AgentRevoked):
            rights.revoke(tx.session, event)
            agent, principal = event.agent_code, event.enterprise_code
            deliveries.forget_principal(tx.session, agent, principal, sorted(AGENT_EVENTS))


def _subjects(tx: Transaction, events: Sequence[Event]) -> dict[int, Subject]:
    declared = [event for event in events if getattr(event, "agent_code", None)]
    numbers = {number for event in declared if (number := _certificate_no(event))}
    approved = rights.approved_at(tx.session, numbers)
    return {
        id(event): Subject(
            type(event).__name__,
            event.enterprise_code,
            getattr(event, "agent_code", None),
            _since(event) or approved.get(_certificate_no(event) or ""),
        )
        for event in events
    }


def _delivery(service: Any, endpoint: Endpoint, event_id: Any, event: Event) -> Delivery:
    name, now = type(event).__name__, service.now()
    fields = visible_fields(name, event.to_wire())
    return Delivery(
        id=uuid4(),
        endpoint_id=endpoint.id,
        event_id=event_id,
        event_type=name,
        concerns=event.enterprise_code,
        payload=payload_of(event_id, name, event.enterprise_code, fields, now=now),
        made_at=now,
        next_attempt_at=now,
    )


def _concerned(event: Event) -> set[str]:
    return {event.enterprise_code, getattr(event, "agent_code", None) or event.enterprise_code}


def _certificate_no(event: Event) -> str | None:
    return getattr(event, "certificate_no", None)


def _since(event: Event) -> datetime | None:
    """The moment that the event itself names, of those that come before an approval is known."""
    moment: datetime | None = getattr(event, SINCE.get(type(event).__name__, ""), None)
    return moment


def _hearing(kind: type[Event]) -> Callable[..., Any]:
    def handle(self: Any, tx: Transaction, events: list[Event]) -> None:
        _hear(self, tx, events)

    handle.__name__ = handle.__qualname__ = _method_of(kind)
    return subscribe_groups(kind)(handle)


def _method_of(kind: type[Event]) -> str:
    """`on_print_completed` for PrintCompleted: part of its queue's name."""
    return f"on_{snake_case(kind.__name__)}"


class Events(Service):
    """One handler for each event that an endpoint may ask for."""


for _kind in (EVENTS[_name] for _name in WebhookEvent):
    setattr(Events, _method_of(_kind), _hearing(_kind))
