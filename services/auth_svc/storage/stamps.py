"""Seals and signatures as seal_svc announced them, and which are the defaults."""

from collections.abc import Collection
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.values import StampKind
from services.auth_svc.domain.stamps import STATES_BEFORE, Stamp, StampState
from services.auth_svc.tables import stamps

_NOT_ANNOUNCED = {"id", "enterprise_code", "state", "is_default"}


def put_announced(session: Session, stamp: Stamp) -> None:
    """Add it, or complete one that was disabled or deleted before it was announced."""
    columns = asdict(stamp)
    announced = {name: columns[name] for name in columns.keys() - _NOT_ANNOUNCED}
    session.execute(
        upsert(stamps).values(columns).on_conflict_do_update(index_elements=["id"], set_=announced)
    )


def put_state(
    session: Session, enterprise_code: str, stamp_id: UUID, kind: StampKind, state: StampState
) -> None:
    """Disabled or deleted, and no longer a default; works before the stamp was announced."""
    reached = {"state": state, "is_default": False}
    session.execute(
        upsert(stamps)
        .values(id=stamp_id, enterprise_code=enterprise_code, kind=kind, **reached)
        .on_conflict_do_update(
            index_elements=["id"],
            set_=reached,
            where=stamps.c.state.in_(STATES_BEFORE[state]),
        )
    )


def active_of(session: Session, enterprise_code: str) -> list[Stamp]:
    """Those that may be used, the default ones first."""
    rows = session.execute(
        select(stamps)
        .where(
            stamps.c.enterprise_code == enterprise_code,
            stamps.c.state == StampState.ACTIVE,
            stamps.c.cutout_key.is_not(None),
        )
        .order_by(stamps.c.is_default.desc(), stamps.c.kind, stamps.c.name)
    )
    return [
        Stamp(**{**row, "kind": StampKind(row["kind"]), "state": StampState(row["state"])})
        for row in rows.mappings()
    ]


def name_of(session: Session, stamp_id: UUID) -> str:
    """Of one that was announced; a deleted one keeps its name."""
    name: str = session.execute(select(stamps.c.name).filter_by(id=stamp_id)).scalar_one()
    return name


def put_defaults(session: Session, enterprise_code: str, chosen: Collection[UUID]) -> None:
    """Exactly these are the defaults from now on, so far as they are still active."""
    own = stamps.c.enterprise_code == enterprise_code
    session.execute(update(stamps).where(own, stamps.c.is_default).values(is_default=False))
    active = stamps.c.state == StampState.ACTIVE
    session.execute(
        update(stamps).where(own, active, stamps.c.id.in_(chosen)).values(is_default=True)
    )
