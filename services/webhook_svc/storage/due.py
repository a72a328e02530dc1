"""Deliveries whose time has come: claimed by lease, settled by whoever holds it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from services.webhook_svc.domain.deliveries import Delivery
from services.webhook_svc.storage.deliveries import OWN, delivery_of
from services.webhook_svc.tables import deliveries

_D: Final = deliveries.c
_CLAIMING_LOCK: Final = 0x4F5748
"""One process claims at a time, so that none counts what another is about to take."""

_CLAIM: Final = text(
    """
    with due as (
        select picked.id from endpoints
        cross join lateral (
            select count(*) as at_work from deliveries
            where endpoint_id = endpoints.id and lease_until >= :now) busy
        cross join lateral (
            select id, next_attempt_at from deliveries
            where endpoint_id = endpoints.id and state = 'pending' and next_attempt_at <= :now
              and (lease_until is null or lease_until < :now)
            order by next_attempt_at, id
            limit greatest(0, case when endpoints.failing_since is null then :at_once else 1 end
                              - busy.at_work)) picked
        where endpoints.enabled
        order by picked.next_attempt_at limit :room)
    update deliveries set lease_token = gen_random_uuid(), lease_until = :until
    where id in (
        select id from deliveries
        where id in (select id from due) and state = 'pending'
          and (lease_until is null or lease_until < :now)
        for update skip locked)
    returning id, lease_token
    """
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in the hands of whoever knows `lease`, until it ends."""

    delivery: Delivery
    lease: UUID


def claim(
    session: Session, *, now: datetime, lease: timedelta, at_once: int, room: int
) -> list[Claimed]:
    """At most `room`, and of one endpoint so many that `at_once` are under way in all processes.

    Of an endpoint that fails one is. A lease that ended is given anew: its holder died.
    """
    lock = select(func.pg_try_advisory_xact_lock(_CLAIMING_LOCK))
    if room < 1 or not session.execute(lock).scalar():
        return []
    values = {"now": now, "until": now + lease, "at_once": at_once, "room": room}
    leases = {row.id: row.lease_token for row in session.execute(_CLAIM, values)}
    if not leases:
        return []
    rows = session.execute(select(*OWN).where(_D.id.in_(leases))).mappings()
    return [Claimed(delivery_of(row), leases[row["id"]]) for row in rows]


def settle(session: Session, claimed: Claimed, tried: Delivery) -> bool:
    """False when the lease is no longer the caller's: then nothing was written."""
    held = (_D.id == claimed.delivery.id) & (_D.lease_token == claimed.lease)
    values = asdict(tried) | {"lease_token": None, "lease_until": None}
    written = update(deliveries).where(held).values(values).returning(_D.id)
    return session.execute(written).first() is not None
