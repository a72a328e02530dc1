"""Migrated databases: one for each service and worker, emptied for each test."""

import contextlib
import importlib
import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from chassis.database import make_engine
from chassis.migrate import upgrade
from chassis.tables import chassis_metadata


@pytest.fixture(scope="session")
def migrated_database(servers) -> Iterator[Callable[[str], Engine]]:
    """Gives a package's own database, migrated once and empty: `migrated_database("services.x")`.

    The database is the whole worker's, so a test takes it once and leaves nobody waiting in it.
    """
    engines: dict[str, Engine] = {}
    with contextlib.ExitStack() as made:

        def migrated(package: str) -> Engine:
            name = f"migrated-{uuid.uuid4().hex[:12]}"
            url = servers.create_database(name)
            made.callback(servers.drop_database, name)
            upgrade(package, url)
            engine = make_engine(url)
            made.callback(engine.dispose)
            return engine

        def empty(package: str) -> Engine:
            """Without triggers, for some tables refuse to be emptied."""
            engine = engines.get(package) or engines.setdefault(package, migrated(package))
            own = importlib.import_module(f"{package}.tables").metadata
            tables = [*own.sorted_tables, *chassis_metadata.sorted_tables]
            with engine.begin() as connection:
                connection.execute(text("set local session_replication_role = replica"))
                connection.execute(text(f"truncate {', '.join(table.name for table in tables)}"))
            return engine

        yield empty
