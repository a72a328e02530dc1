"""All SQL of seal_svc."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind
from services.seal_svc.domain.stamps import Stamp
from services.seal_svc.tables import stamps


def add(session: Session, stamp: Stamp) -> None:
    images = {name: ref.model_dump() for name, ref in stamp.images.items()}
    session.execute(insert(stamps).values(asdict(stamp) | {"images": images}))


def get(session: Session, enterprise_code: str, kind: StampKind, stamp_id: UUID) -> Stamp:
    """Held until the end of the transaction; Refused unless the enterprise has it."""
    row = session.execute(
        select(stamps)
        .where(*_own(enterprise_code, kind), stamps.c.id == stamp_id)
        .with_for_update()
    ).first()
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
