"""Tables as PostgreSQL knows them after a while: with statistics, and pages that all may see."""

import time
from typing import Final

from sqlalchemy import Engine, text

SECONDS: Final = 60
_ALL_VISIBLE: Final = text(
    """
    select bool_and(relallvisible = relpages) from pg_class
    where relkind = 'r' and (oid = to_regclass(:name)
        or oid in (select relid from pg_partition_tree(to_regclass(:name))))
    """
)


def vacuum(engine: Engine, table: str) -> None:
    """A table, or all partitions of one, until plans by indexes alone may be made for it.

    A transaction that is open in this database, such as autovacuum's own for a moment, keeps pages
    from being known to be visible to all: then again. TimeoutError after SECONDS.
    """
    deadline = time.monotonic() + SECONDS
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while time.monotonic() < deadline:
            connection.execute(text(f"vacuum analyze {table}"))
            if connection.execute(_ALL_VISIBLE, {"name": table}).scalar_one():
                return
            time.sleep(0.2)
    raise TimeoutError(f"pages of {table} were kept from all for more than {SECONDS} s")
