"""Scripted faults and delays as the console set them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.customs import LayoutStatus
from contracts.values import StampKind
from customs.domain.faults import Fault, FaultKind
from customs.settings import Settings
from customs.tables import delays, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Seconds; see the settings of the same names."""

    receipt_delay_seconds: float
    layout_step_seconds: float
    archive_delay_seconds: float


def read_delays(connection: Connection, settings: Settings) -> Delays:
    """What the console set, and otherwise what the process was started with."""
    row = connection.execute(select(delays)).mappings().one_or_none()
    chosen = {str(name): value for name, value in (row or {}).items()}
    return Delays(**{name: _chosen(chosen, settings, name) for name in Delays.__slots__})


def write_delays(connection: Connection, values: Mapping[str, float | None]) -> None:
    """None means the setting the process was started with."""
    statement = insert(delays).values(only_row=True, **values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["only_row"], set_=dict(values))
    )


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


def spend(connection: Connection, struck: Mapping[UUID, int]) -> None:
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


def _chosen(row: Mapping[str, Any], settings: Settings, name: str) -> float:
    value = row.get(name)
    return float(getattr(settings, name) if value is None else value)


def _row(fault: Fault) -> dict[str, Any]:
    return {
        "fault_id": fault.fault_id,
        "kind": fault.kind,
        "event": fault.event,
        "times_left": fault.times,
        "seconds": fault.seconds,
        "layout_status": fault.layout_status,
        "certificate_no": fault.certificate_no,
        "enterprise_code": fault.enterprise_code,
        "stamp_kind": fault.stamp_kind,
        "reason": fault.reason,
    }


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
