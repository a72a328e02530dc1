"""SQL of enrolled workstations, their presence, and the proofs they have used."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.errors import Refused
from contracts.scanners import WorkstationScanner
from contracts.workstation_program import WorkstationPrinter
from contracts.workstations import Connection
from services.print_svc.domain.workstations import Workstation
from services.print_svc.tables import print_jobs, workstation_nonces, workstations

_W: Final = workstations.c
_N: Final = workstation_nonces.c


def add(session: Session, workstation: Workstation) -> None:
    """Raise Refused when the name or the key is taken."""
    added = session.execute(
        upsert(workstations).values(_columns(workstation)).on_conflict_do_nothing().returning(_W.id)
    ).first()
    if added is None:
        taken = select(_W.id).where(_W.signing_key == workstation.signing_key)
        if session.execute(taken).first():
            raise Refused("workstation.key_taken")
        raise Refused("workstation.name_taken", {"name": workstation.name})


def save(session: Session, workstation: Workstation) -> None:
    """The whole row, which whoever changed it holds locked."""
    columns = _columns(workstation)
    columns.pop("id")
    session.execute(update(workstations).where(_W.id == workstation.id).values(columns))


def find(session: Session, workstation_id: UUID) -> Workstation:
    """Raise Refused("workstation.unknown")."""
    return _one(session.execute(select(workstations).where(_W.id == workstation_id)).first())


def of_enterprise(
    session: Session, enterprise_code: str, workstation_id: UUID, *, lock: bool = False
) -> Workstation:
    """Raise Refused("workstation.unknown") for another enterprise's."""
    query = select(workstations).where(
        _W.id == workstation_id, _W.enterprise_code == enterprise_code
    )
    return _one(session.execute(query.with_for_update() if lock else query).first())


def all_of(session: Session, enterprise_code: str, *, revoked: bool) -> list[Workstation]:
    """By name, and those that were revoked after the others of their name."""
    query = select(workstations).where(_W.enterprise_code == enterprise_code)
    if not revoked:
        query = query.where(_W.revoked_at.is_(None))
    rows = session.execute(query.order_by(_W.name, _W.revoked_at.nulls_first())).all()
    return [_workstation(row) for row in rows]


def hold(session: Session, workstation_id: UUID) -> Workstation:
    """It is not revoked while this transaction runs, unless it is already."""
    query = select(workstations).where(_W.id == workstation_id).with_for_update(read=True)
    return _one(session.execute(query).first())


def use_nonce(
    session: Session, workstation_id: UUID, nonce: str, *, until: datetime, now: datetime
) -> None:
    """Raise Refused("workstation.proof_replayed") for one that was used."""
    over = delete(workstation_nonces).where(
        _N.workstation_id == workstation_id, _N.expires_at < now
    )
    session.execute(over)
    values = {"workstation_id": workstation_id, "nonce": nonce, "expires_at": until}
    used = session.execute(
        upsert(workstation_nonces).values(values).on_conflict_do_nothing().returning(_N.nonce)
    ).first()
    if used is None:
        raise Refused("workstation.proof_replayed")


def prolong(
    session: Session, connected: Sequence[Connection], *, now: datetime, until: datetime
) -> None:
    """Each is there until then, by the connection named."""
    session.execute(
        update(workstations)
        .where(_is_one_of(connected), _W.revoked_at.is_(None))
        .values(last_seen_at=now, connected_until=until)
    )


def end(session: Session, lost: Sequence[Connection], *, now: datetime) -> None:
    """Not there any more, unless a newer connection is."""
    session.execute(update(workstations).where(_is_one_of(lost)).values(connected_until=now))


def enrolled(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of the workstations that are not revoked."""
    query = select(_W.id).where(_W.id.in_(ids), _W.revoked_at.is_(None))
    return set(session.execute(query).scalars())


def waited_for(session: Session, ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those for which a job waits to be fetched."""
    jobs = print_jobs.c
    query = select(jobs.workstation_id).where(
        jobs.workstation_id.in_(ids), jobs.state == "issued", jobs.ticket_expires_at > now
    )
    return set(session.execute(query.distinct()).scalars())


def _is_one_of(connections: Sequence[Connection]) -> Any:
    pairs = [(one.workstation_id, one.connection_id) for one in connections]
    return tuple_(_W.id, _W.connection_id).in_(pairs)


def _one(row: Row[Any] | None) -> Workstation:
    if row is None:
        raise Refused("workstation.unknown")
    return _workstation(row)


def _workstation(row: Row[Any]) -> Workstation:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    printers = tuple(WorkstationPrinter.model_validate(one) for one in row.printers)
    scanners = tuple(WorkstationScanner.model_validate(one) for one in row.scanners)
    return Workstation(**fields | {"printers": printers, "scanners": scanners})


def _columns(workstation: Workstation) -> dict[str, Any]:
    printers = [printer.model_dump(mode="json") for printer in workstation.printers]
    scanners = [scanner.model_dump(mode="json") for scanner in workstation.scanners]
    return asdict(workstation) | {"printers": printers, "scanners": scanners}
