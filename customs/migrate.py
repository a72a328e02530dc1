"""Brings the database to the newest version and declares what customs listens to.

python -m customs.migrate
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine

from contracts.settings import load
from customs.broker.connection import declare_all
from customs.errors import Unavailable
from customs.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Apply every migration that the database has not seen, all in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def prepare(settings: Settings) -> None:
    """Migrate the database, then declare exchanges, queues and bindings.

    Unavailable when the broker is away or has a queue with other arguments; its cause says which.
    """
    engine = create_engine(settings.database_url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    declare_all(settings.amqp_url)


if __name__ == "__main__":
    try:
        prepare(load(Settings))
    except Unavailable as error:
        sys.exit(f"{error.part}: {error.__cause__}")
