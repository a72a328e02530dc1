"""Deliveries as they are written, listed, replayed and forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.cursors import cut, read_cursor
from contracts.errors import Refused
from contracts.webhooks import ListDeliveries, ReplayDeliveries
from services.webhook_svc.domain.deliveries import Delivery
from services.webhook_svc.tables import deliveries, endpoints

_D: Final = deliveries.c
OWN: Final = tuple(column for column in _D if column not in {_D.lease_token, _D.lease_until})
"""What a `Delivery` has."""
_NOBODYS: Final[dict[str, Any]] = {
    "lease_token": case((_D.lease_until.is_not(None), func.gen_random_uuid()))
}
"""What comes of a try under way counts no more, and until its lease ends it is one under way."""


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` is None on the last one."""

    deliveries: tuple[Delivery, ...]
    next_cursor: str | None


def add(session: Session, written: Sequence[Delivery]) -> None:
    """An endpoint gets one event once, whatever came twice."""
    if written:
        rows = [asdict(delivery) for delivery in written]
        session.execute(upsert(deliveries).on_conflict_do_nothing(), rows)


def get(session: Session, endpoint_id: UUID, delivery_id: UUID) -> Delivery:
    """Raise Refused("webhook.unknown_delivery")."""
    found = select(*OWN).where(_D.id == delivery_id, _D.endpoint_id == endpoint_id)
    row = session.execute(found).mappings().first()
    if row is None:
        raise Refused("webhook.unknown_delivery")
    return delivery_of(row)


def find_page(session: Session, asked: ListDeliveries) -> Page:
    """The newest first."""
    conditions = [_D.endpoint_id == asked.webhook_id]
    if asked.state is not None:
        conditions.append(_D.state == asked.state)
    if asked.cursor is not None:
        before = read_cursor(asked.cursor, datetime.fromisoformat, UUID)
        conditions.append(tuple_(_D.made_at, _D.id) < tuple_(*before))
    found = select(*OWN).where(*conditions).order_by(_D.made_at.desc(), _D.id.desc())
    rows = session.execute(found.limit(asked.limit + 1)).mappings().all()
    page, next_cursor = cut(rows, asked.limit, lambda row: (row["made_at"], row["id"]))
    return Page(tuple(map(delivery_of, page)), next_cursor)


def put(session: Session, delivery: Delivery) -> None:
    """What comes of a try that is under way counts no more."""
    written = asdict(delivery) | _NOBODYS
    session.execute(update(deliveries).where(_D.id == delivery.id).values(written))


def replay_since(session: Session, asked: ReplayDeliveries, *, now: datetime) -> int:
    """How many begin anew, as by `domain.deliveries.replayed`."""
    conditions = [_D.endpoint_id == asked.webhook_id, _D.made_at >= asked.since]
    if asked.failed_only:
        conditions.append(_D.state == "failed")
    anew = {"state": "pending", "attempts": 0, "next_attempt_at": now} | _NOBODYS
    begun = update(deliveries).where(*conditions).values(anew).returning(_D.id)
    return len(session.execute(begun).all())


def forget_principal(
    session: Session, agent_code: str, principal_code: str, kept: Sequence[str]
) -> None:
    """What an agent's endpoints were told of the principal, but for events of these types."""
    its_own = select(endpoints.c.id).where(endpoints.c.enterprise_code == agent_code)
    session.execute(
        delete(deliveries).where(
            _D.endpoint_id.in_(its_own),
            _D.concerns == principal_code,
            _D.event_type.not_in(kept),
        )
    )


def delete_before(session: Session, moment: datetime) -> None:
    """Those that are over; what is under way stays."""
    session.execute(delete(deliveries).where(_D.made_at < moment, _D.state != "pending"))


def delivery_of(row: Mapping[Any, Any]) -> Delivery:
    return Delivery(**row)
