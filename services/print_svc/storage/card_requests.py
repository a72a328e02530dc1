"""SQL of signatures asked of cards at workstations."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from chassis.database import Session
from services.print_svc.domain.card_requests import CardRequest
from services.print_svc.tables import card_requests

_R: Final = card_requests.c
_KEPT: Final = timedelta(hours=1)


def add(session: Session, request: CardRequest) -> None:
    """The person's earlier one at this workstation is withdrawn; what is long over is swept."""
    session.execute(delete(card_requests).where(_R.expires_at < request.asked_at - _KEPT))
    session.execute(
        update(card_requests)
        .where(
            _R.workstation_id == request.workstation_id,
            _R.operator_id == request.operator_id,
            _R.state == "waiting",
        )
        .values(state="withdrawn")
    )
    session.execute(insert(card_requests).values(asdict(request)))


def find(session: Session, request_id: UUID, *, lock: bool = False) -> CardRequest | None:
    query = select(card_requests).where(_R.id == request_id)
    row = session.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _request(row)


def save(session: Session, request: CardRequest) -> None:
    """Whoever changed it holds it locked."""
    session.execute(update(card_requests).where(_R.id == request.id).values(asdict(request)))


def waiting_at(session: Session, workstation_id: UUID, *, now: datetime) -> list[CardRequest]:
    """Oldest first."""
    query = select(card_requests).where(
        _R.workstation_id == workstation_id, _R.state == "waiting", _R.expires_at > now
    )
    return [_request(row) for row in session.execute(query.order_by(_R.asked_at)).all()]


def asked_of(session: Session, ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those of the workstations at which something waits to be signed."""
    query = select(_R.workstation_id).where(
        _R.workstation_id.in_(ids), _R.state == "waiting", _R.expires_at > now
    )
    return set(session.execute(query.distinct()).scalars())


def withdraw_of_workstation(session: Session, workstation_id: UUID) -> None:
    """It was revoked."""
    session.execute(
        update(card_requests)
        .where(_R.workstation_id == workstation_id, _R.state == "waiting")
        .values(state="withdrawn")
    )


def _request(row: Row[Any]) -> CardRequest:
    return CardRequest(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
