"""Endpoints of enterprises."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.webhooks import WebhookEvent
from services.webhook_svc.domain.endpoints import Endpoint
from services.webhook_svc.tables import endpoints

_E: Final = endpoints.c
_TURN: Final = text("select pg_advisory_xact_lock(hashtextextended(:enterprise_code, 0))")


def take_turn(session: Session, enterprise_code: str) -> None:
    """Whoever counts an enterprise's endpoints to add one waits for those who do the same."""
    session.execute(_TURN, {"enterprise_code": enterprise_code})


def count(session: Session, enterprise_code: str) -> int:
    counted = select(func.count()).where(_E.enterprise_code == enterprise_code)
    return int(session.execute(counted).scalar_one())


def add(session: Session, endpoint: Endpoint) -> None:
    session.execute(insert(endpoints).values(_columns(endpoint)))


def put(session: Session, endpoint: Endpoint) -> None:
    session.execute(update(endpoints).where(_E.id == endpoint.id).values(_columns(endpoint)))


def get(session: Session, enterprise_code: str, endpoint_id: UUID) -> Endpoint:
    """Raise Refused("webhook.unknown") when it is not the enterprise's."""
    return _get(session, _of(enterprise_code, endpoint_id))


def hold(session: Session, enterprise_code: str, endpoint_id: UUID) -> Endpoint:
    """The same, in these hands alone until the transaction ends."""
    return _get(session, _of(enterprise_code, endpoint_id).with_for_update())


def hold_any(session: Session, endpoint_id: UUID) -> Endpoint | None:
    """Whosesoever it is; None when it was deleted."""
    found = select(endpoints).where(_E.id == endpoint_id).with_for_update()
    row = session.execute(found).mappings().first()
    return None if row is None else _endpoint(row)


def of_enterprise(session: Session, enterprise_code: str) -> list[Endpoint]:
    """The newest first."""
    found = select(endpoints).where(_E.enterprise_code == enterprise_code)
    rows = session.execute(found.order_by(_E.made_at.desc(), _E.id)).mappings()
    return [_endpoint(row) for row in rows]


def listening(session: Session, enterprise_codes: Collection[str]) -> list[Endpoint]:
    """The enabled ones of these enterprises."""
    found = select(endpoints).where(_E.enterprise_code.in_(sorted(enterprise_codes)), _E.enabled)
    return [_endpoint(row) for row in session.execute(found).mappings()]


def remove(session: Session, endpoint: Endpoint) -> None:
    """With all its deliveries."""
    session.execute(delete(endpoints).where(_E.id == endpoint.id))


def _of(enterprise_code: str, endpoint_id: UUID) -> Any:
    return select(endpoints).where(_E.id == endpoint_id, _E.enterprise_code == enterprise_code)


def _get(session: Session, found: Any) -> Endpoint:
    row = session.execute(found).mappings().first()
    if row is None:
        raise Refused("webhook.unknown")
    return _endpoint(row)


def _columns(endpoint: Endpoint) -> dict[str, Any]:
    return asdict(endpoint) | {"event_types": list(endpoint.event_types)}


def _endpoint(row: Mapping[Any, Any]) -> Endpoint:
    fields = dict(row)
    fields["event_types"] = tuple(map(WebhookEvent, fields["event_types"]))
    return Endpoint(**fields)
