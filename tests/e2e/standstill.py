"""Holds the product still in the middle of what it does, so that something can be killed there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from deploy.local.exporter import wait_for
from deploy.local.patience import PATIENCE_SECONDS

LIVE_ORIGINALS = (
    "select count(*) from print_jobs where certificate_no = :number and has_original"
    " and state in ('issued', 'released', 'printed', 'failed')"
)
"""Counted without the index that holds it to one."""
_BLOCKED = text("select true from pg_stat_activity where :pid = any(pg_blocking_pids(pid)) limit 1")


@contextmanager
def row_held(engine: Engine, table: str, key: str, value: object) -> Iterator[Callable[[], None]]:
    """Nobody else changes this row meanwhile; what is given waits until somebody wants to."""
    row = text(f"select from {table} where {key} = :value for update")
    with engine.connect() as holder, holder.begin():
        holder.execute(row, {"value": value}).one()
        pid = holder.execute(text("select pg_backend_pid()")).scalar_one()

        def reached() -> None:
            wait_for(
                lambda: _somebody_waits_for(engine, pid),
                f"somebody who wants {table}",
                PATIENCE_SECONDS,
            )

        yield reached


def _somebody_waits_for(engine: Engine, pid: int) -> bool | None:
    with engine.connect() as connection:
        return connection.execute(_BLOCKED, {"pid": pid}).scalar()
