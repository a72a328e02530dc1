"""All SQL of seal_svc."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from chassis.errors import Transient
from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind
from services.seal_svc.domain.stamps import Stamp
from services.seal_svc.tables import leftovers, stamps


def add(session: Session, stamp: Stamp) -> None:
    images = {name: ref.model_dump() for name, ref in stamp.images.items()}
    session.execute(insert(stamps).values(asdict(stamp) | {"images": images}))


def get(
    session: Session, enterprise_code: str, kind: StampKind, stamp_id: UUID, *, hold: bool = False
) -> Stamp:
    """Refused unless the enterprise has it; `hold` locks it until the transaction ends."""
    query = select(stamps).where(*_own(enterprise_code, kind), stamps.c.id == stamp_id)
    row = session.execute(query.with_for_update() if hold else query).first()
    if row is None:
        raise Refused(f"{kind}.unknown")
    return _stamp(row)


def list_of(session: Session, enterprise_code: str, kind: StampKind) -> list[Stamp]:
    """The newest first."""
    rows = session.execute(
        select(stamps).where(*_own(enterprise_code, kind)).order_by(stamps.c.made_at.desc())
    )
    return [_stamp(row) for row in rows]


def set_state(session: Session, stamp: Stamp) -> None:
    session.execute(update(stamps).where(stamps.c.id == stamp.id).values(state=stamp.state))


def condemn(session: Session, keys: Iterable[str], remove_after: datetime) -> None:
    """These objects go unless they are spared before that time."""
    rows = [{"key": key, "remove_after": remove_after} for key in keys]
    session.execute(insert(leftovers), rows)


def spare(session: Session, keys: Collection[str]) -> None:
    """Raise Transient when some of the objects may be gone already."""
    if forget(session, keys) != len(keys):
        raise Transient("the images waited too long for their row")


def forget(session: Session, keys: Collection[str]) -> int:
    """How many of them were condemned."""
    deleted = session.execute(delete(leftovers).where(leftovers.c.key.in_(keys)))
    return int(deleted.rowcount)  # type: ignore[attr-defined]


def overdue(session: Session, now: datetime, limit: int) -> list[str]:
    """Keys of objects whose time has come, the oldest first."""
    query = (
        select(leftovers.c.key)
        .where(leftovers.c.remove_after < now)
        .order_by(leftovers.c.remove_after)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def _own(enterprise_code: str, kind: StampKind) -> tuple[Any, ...]:
    return (
        stamps.c.enterprise_code == enterprise_code,
        stamps.c.kind == kind,
        stamps.c.state != "deleted",
    )


def _stamp(row: Row[Any]) -> Stamp:
    images = {name: ObjectRef.model_validate(ref) for name, ref in row.images.items()}
    fields = {**row._mapping, "kind": StampKind(row.kind), "images": images}  # noqa: SLF001
    return Stamp(**fields)
