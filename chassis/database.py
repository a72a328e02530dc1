"""The database of a service: its engine, and which of its failures pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - for those who write no SQL

from chassis.errors import Transient

_RETRYABLE_SQLSTATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
"""Serialization failure, deadlock, lock not available, server shutting down or starting."""


def make_engine(database_url: str, *, pool_size: int = 20) -> Engine:
    """Waits at most 10 s for a connection, 5 s for a lock and 30 s for a statement."""
    return create_engine(
        database_url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c timezone=UTC",
        },
    )


@contextmanager
def translated() -> Iterator[None]:
    """Database failures that pass by themselves become Transient."""
    try:
        yield
    except PoolTimeout as error:
        raise Transient("no database connection is free") from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_retryable(error):
            raise Transient("the database is away or busy") from error
        raise


def _is_retryable(error: DBAPIError) -> bool:
    sqlstate = getattr(error.orig, "pgcode", None)
    if sqlstate is None:
        return isinstance(error, OperationalError | InterfaceError)
    return sqlstate in _RETRYABLE_SQLSTATES or sqlstate.startswith(("08", "53"))


def is_up(engine: Engine) -> bool:
    with translated(), engine.connect() as connection:
        return connection.execute(text("select 1")).scalar() == 1
