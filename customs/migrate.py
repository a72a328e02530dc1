"""Brings the database to the newest version and declares what customs listens to.

python -m customs.migrate
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from contracts.database_roles import NotTheOwnerError, grants, role_of
from contracts.settings import load
from customs.broker.connection import declare_all
from customs.errors import Unavailable
from customs.settings import Settings
from customs.storage.database import DECLARED, make_owners_engine

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Apply every migration that the database has not seen, all in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def grant(engine: Engine) -> None:
    """Let customs do what its tables declare. Raises NotTheOwnerError."""
    with engine.begin() as connection:
        found = connection.exec_driver_sql("select current_database(), current_user").one()
        for statement in grants(found[0], role_of(found[1]), DECLARED):
            connection.exec_driver_sql(statement)


def prepare(settings: Settings) -> None:
    """Migrate the database as its owner, then declare exchanges, queues and bindings.

    NotTheOwnerError for another account; Unavailable when the broker is away or has a queue with
    other arguments; its cause says which.
    """
    engine = make_owners_engine(settings.database_url)
    try:
        upgrade(engine)
        grant(engine)
    finally:
        engine.dispose()
    declare_all(settings.amqp_url)


if __name__ == "__main__":
    try:
        prepare(load(Settings))
    except NotTheOwnerError as error:
        sys.exit(str(error))
    except Unavailable as error:
        sys.exit(f"{error.part}: {error.__cause__}")
