"""Who waits for a lock in the database, for tests in which calls meet."""

import time
from collections.abc import Callable

from sqlalchemy import text

from chassis.testing import Bench

PATIENCE_SECONDS = 3.0
_WAITING = text(
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and wait_event_type = 'Lock'"
)


def wait_for(bench: Bench, waiting: int, over: Callable[[], bool] = lambda: False) -> None:
    """Until so many wait for a lock, or nobody more will."""
    until = time.monotonic() + PATIENCE_SECONDS
    with bench.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        while looking.scalar(_WAITING) < waiting and time.monotonic() < until and not over():
            time.sleep(0.02)
