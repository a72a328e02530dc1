"""Scripted faults as the console set them, and how often each will still strike."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.customs import LayoutStatus
from contracts.values import StampKind
from customs.domain.faults import Fault, FaultKind
from customs.tables import faults


def add_faults(connection: Connection, new: Sequence[Fault]) -> None:
    if new:
        connection.execute(insert(faults), [_row(fault) for fault in new])


def live_faults(connection: Connection) -> tuple[Fault, ...]:
    """Oldest first; locked, so that each strikes as often as it was told and no oftener."""
    statement = select(faults).where(faults.c.times_left > 0).order_by(faults.c.id)
    return tuple(_fault(row) for row in connection.execute(statement.with_for_update()))


def list_faults(connection: Connection) -> list[Fault]:
    """Spent ones too, with `times` 0."""
    return [_fault(row) for row in connection.execute(select(faults).order_by(faults.c.id))]


def spend_faults(connection: Connection, struck: Mapping[UUID, int]) -> None:
    for fault_id, times in struck.items():
        connection.execute(
            update(faults)
            .where(faults.c.fault_id == fault_id)
            .values(times_left=faults.c.times_left - times)
        )


def remove_fault(connection: Connection, fault_id: UUID) -> bool:
    return connection.execute(delete(faults).where(faults.c.fault_id == fault_id)).rowcount == 1


def remove_faults(connection: Connection) -> int:
    return connection.execute(delete(faults)).rowcount


def _row(fault: Fault) -> dict[str, Any]:
    columns = asdict(fault)
    columns["times_left"] = columns.pop("times")
    return columns


def _fault(row: Row[Any]) -> Fault:
    return Fault(
        fault_id=row.fault_id,
        kind=FaultKind(row.kind),
        event=row.event,
        times=row.times_left,
        seconds=row.seconds,
        layout_status=LayoutStatus(row.layout_status) if row.layout_status else None,
        certificate_no=row.certificate_no,
        enterprise_code=row.enterprise_code,
        stamp_kind=StampKind(row.stamp_kind) if row.stamp_kind else None,
        reason=row.reason,
    )
