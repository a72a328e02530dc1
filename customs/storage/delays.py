"""Delays as the console set them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from customs.settings import Settings
from customs.tables import delays


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Seconds; see the settings of the same names."""

    receipt_delay_seconds: float
    layout_step_seconds: float
    archive_delay_seconds: float


def read_delays(connection: Connection, settings: Settings) -> Delays:
    """What the console set, and otherwise what the process was started with."""
    started_with = {name: getattr(settings, name) for name in Delays.__slots__}
    row = connection.execute(select(delays)).mappings().one_or_none()
    chosen = {name: value for name, value in (row or {}).items() if value is not None}
    return Delays(**{name: chosen.get(name, started_with[name]) for name in started_with})


def write_delays(connection: Connection, values: Mapping[str, float | None]) -> None:
    """None means the setting the process was started with."""
    statement = insert(delays).values(only_row=True, **values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["only_row"], set_=dict(values))
    )
