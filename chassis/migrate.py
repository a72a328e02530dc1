"""`python -m chassis.migrate services.NAME`: bring the database and the broker up to date.

The account in the address of the database is its owner's (`contracts/database_roles.py`). With
`--make MESSAGE` it writes a new migration from the difference between tables and database
instead; with `--check` it fails when there is one.
"""

import argparse
import importlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from chassis.database import make_command_engine, translated
from chassis.errors import Away
from chassis.grants import declared_in, grant
from chassis.hidden_columns import hide_all
from chassis.objects import ObjectStore
from chassis.queues import QueueDiffersError
from chassis.settings import PREFIX, KeyRing, S3Settings, ServiceSettings, load
from chassis.tables import chassis_metadata
from chassis.topology import declare_topology
from contracts.database_roles import NotTheOwnerError

log = structlog.get_logger()

WAIT_SECONDS = 3.0
_ALEMBIC_LOCK = 0x4F504D


def alembic_config(package: str, database_url: str) -> Config:
    folder = Path(str(importlib.import_module(package).__file__)).parent
    config = Config()
    config.set_main_option("script_location", str(folder / "migrations"))
    config.attributes["database_url"] = database_url
    config.attributes["package"] = package
    return config


def run_environment() -> None:
    """What each service's `migrations/env.py` calls."""
    attributes = context.config.attributes
    engine = make_command_engine(attributes["database_url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=_metadata(attributes["package"]),
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_ALEMBIC_LOCK})")
            context.run_migrations()


def upgrade(package: str, database_url: str) -> None:
    """As its owner; then the process may do what the tables declare. Raises NotTheOwnerError."""
    command.upgrade(alembic_config(package, database_url), "head")
    engine = make_command_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_ALEMBIC_LOCK})")
        grant(connection, declared_in(_metadata(package)))


def _metadata(package: str) -> list[MetaData]:
    return [importlib.import_module(f"{package}.tables").metadata, chassis_metadata]


def prepare(package: str, settings: ServiceSettings) -> None:
    """Migrate the database, declare the queues, make a bucket it has; wait for each server.

    Raises NotTheOwnerError, QueueDiffersError.
    """
    service: type[Any] = importlib.import_module(f"{package}.service").SERVICE
    _patiently(lambda: upgrade(package, settings.database_url))
    if keys := getattr(settings, "column_keys", None):
        _patiently(lambda: _hide_columns(package, settings.database_url, keys))
    declare_topology(service, settings.amqp_url)
    if isinstance(settings, S3Settings):
        _patiently(ObjectStore.of(settings).ensure_bucket)


def _hide_columns(package: str, database_url: str, keys: KeyRing) -> None:
    engine = make_command_engine(database_url)
    if count := hide_all(engine, _metadata(package), keys):
        log.info("columns_hidden", values=count)


def _patiently(step: Callable[[], None]) -> None:
    while True:
        try:
            with translated():
                return step()
        except Away as error:
            log.warning("migration_waits", error=str(error), cause=str(error.__cause__))
            time.sleep(WAIT_SECONDS)


def _next_number(config: Config) -> str:
    head = ScriptDirectory.from_config(config).get_current_head()
    return f"{int(head or 0) + 1:04}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="chassis.migrate", description=__doc__)
    parser.add_argument("package", help="for example services.auth_svc")
    parser.add_argument("--make", metavar="MESSAGE", help="write a new migration")
    parser.add_argument("--check", action="store_true", help="fail when a migration is missing")
    options = parser.parse_args()
    if options.make or options.check:
        config = alembic_config(options.package, os.environ[f"{PREFIX}DATABASE_URL"])
        if options.check:
            command.check(config)
        else:
            number = _next_number(config)
            command.revision(config, message=options.make, autogenerate=True, rev_id=number)
        return
    settings_type = importlib.import_module(f"{options.package}.settings").Settings
    try:
        prepare(options.package, load(settings_type))
    except (NotTheOwnerError, QueueDiffersError) as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
