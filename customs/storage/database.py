"""The engine, and one way to say that the database is away."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from contracts.database_roles import Declared, rights_in
from contracts.postgresql import CONNECTION_OPTIONS, sqlalchemy_url
from customs.errors import Unavailable
from customs.tables import metadata

POOL_SIZE = 12
DECLARED = Declared({table.name: rights_in(table.info) for table in metadata.sorted_tables})


def make_engine(url: str) -> Engine:
    """A pool for console threads, relay and consumer; dead connections are replaced."""
    return create_engine(
        sqlalchemy_url(url),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=5,
        hide_parameters=True,
        connect_args=CONNECTION_OPTIONS | {"connect_timeout": 3, "application_name": "customs"},
    )


def make_owners_engine(url: str) -> Engine:
    """For migrations."""
    return create_engine(sqlalchemy_url(url), connect_args=CONNECTION_OPTIONS)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Commit at the end, roll back on any error; Unavailable when the database is away."""
    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise Unavailable("database") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("database") from error
        raise


def is_up(engine: Engine) -> bool:
    try:
        with transaction(engine) as connection:
            return connection.execute(text("select 1")).scalar() == 1
    except Unavailable:
        return False
