"""Seals and signatures, each seen by its enterprise alone until it is deleted."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind
from services.seal_svc.domain.stamps import Stamp, StampState
from services.seal_svc.tables import stamps


def add(session: Session, stamp: Stamp) -> None:
    """Raise Refused for a seal whose name the enterprise's seals have already (R23).

    Refused as well when a seal was made of the same card signature before.
    """
    images = {name: ref.model_dump() for name, ref in stamp.images.items()}
    added = session.execute(
        insert(stamps)
        .values(asdict(stamp) | {"images": images})
        .on_conflict_do_nothing()
        .returning(stamps.c.id)
    )
    if added.first() is not None:
        return
    same = select(stamps.c.id).where(stamps.c.challenge_id == stamp.challenge_id)
    if session.execute(same).first() is not None:
        raise Refused("card.unknown_challenge")
    raise Refused("seal.name_taken", {"name": stamp.name})


def get(
    session: Session, enterprise_code: str, kind: StampKind, stamp_id: UUID, *, hold: bool = False
) -> Stamp:
    """Refused unless the enterprise has it; `hold` locks it until the transaction ends."""
    query = select(stamps).where(*_own(enterprise_code, kind), stamps.c.id == stamp_id)
    row = session.execute(query.with_for_update() if hold else query).mappings().first()
    if row is None:
        raise Refused(f"{kind}.unknown")
    return _stamp(row)


def of_enterprise(session: Session, enterprise_code: str, kind: StampKind) -> list[Stamp]:
    """The newest first."""
    rows = session.execute(
        select(stamps).where(*_own(enterprise_code, kind)).order_by(stamps.c.made_at.desc())
    )
    return [_stamp(row) for row in rows.mappings()]


def put_state(session: Session, stamp: Stamp) -> None:
    session.execute(update(stamps).where(stamps.c.id == stamp.id).values(state=stamp.state))


def _own(enterprise_code: str, kind: StampKind) -> tuple[Any, ...]:
    return (
        stamps.c.enterprise_code == enterprise_code,
        stamps.c.kind == kind,
        stamps.c.state != StampState.DELETED,
    )


def _stamp(row: Mapping[Any, Any]) -> Stamp:
    images = {name: ObjectRef.model_validate(ref) for name, ref in row["images"].items()}
    values = {"kind": StampKind(row["kind"]), "state": StampState(row["state"]), "images": images}
    return Stamp(**{**row, **values})
