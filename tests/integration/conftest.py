"""Migrated databases: one for each service and worker, emptied for each test."""

import contextlib
import importlib
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from chassis.database import make_engine
from chassis.hidden_columns import use_keys
from chassis.migrate import upgrade
from chassis.tables import chassis_metadata
from chassis.testing import TEST_KEY
from contracts.key_rings import KeyRing
from deploy.local.servers import Servers

COLUMN_KEYS = KeyRing((("test", TEST_KEY),))


class MigratedDatabases:
    """Of each package its own, migrated once: `migrated_database("services.x")` empties it.

    The engine is that of the service's process: what it may not do, its tests may not either.
    A database is the whole worker's, so a test takes it once and leaves nobody waiting in it.
    """

    def __init__(self, servers: Servers, made: contextlib.ExitStack) -> None:
        self._servers = servers
        self._made = made
        self._engines: dict[str, tuple[Engine, Engine]] = {}

    def __call__(self, package: str) -> Engine:
        if package not in self._engines:
            self._engines[package] = self._migrated(package)
        administrator, process = self._engines[package]
        with administrator.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            # To truncate would make files anew for each table and index, which takes far longer.
            connection.execute(text("; ".join(f"delete from {t}" for t in _tables(package))))
        return process

    def administrator(self, package: str) -> Engine:
        """For what no process may do; of a database that was asked for before."""
        return self._engines[package][0]

    def dump(self, package: str) -> dict[str, str]:
        """Every row of every table as text, by table."""
        with self.administrator(package).connect() as connection:
            return {
                table: "\n".join(
                    connection.execute(text(f"select t::text from {table} t")).scalars()
                )
                for table in _tables(package)
            }

    def _migrated(self, package: str) -> tuple[Engine, Engine]:
        name = f"migrated-{uuid.uuid4().hex[:12]}"
        urls = self._servers.create_owned_database(name)
        self._made.callback(self._servers.drop_database, name)
        upgrade(package, urls.owner)
        base = self._servers.postgres_url.rpartition("/")[0]
        engines = make_engine(f"{base}/{name}"), make_engine(urls.process)
        for engine in engines:
            use_keys(engine, COLUMN_KEYS)
            self._made.callback(engine.dispose)
        return engines


def _tables(package: str) -> list[str]:
    own = importlib.import_module(f"{package}.tables").metadata
    return [table.name for each in (own, chassis_metadata) for table in each.sorted_tables]


@pytest.fixture(scope="session")
def migrated_database(servers) -> Iterator[MigratedDatabases]:
    with contextlib.ExitStack() as made:
        yield MigratedDatabases(servers, made)
