"""The database of a service: its engine, and which of its failures pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from sqlalchemy import Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - for handlers, which import no SQL
from sqlalchemy.pool import NullPool

from chassis.errors import Away, Transient
from chassis.planned import plan_once
from contracts.postgresql import CONNECTION_OPTIONS, sqlalchemy_url

_BUSY = frozenset({"40001", "40P01", "55P03", "57014"})
"""Serialization failure, deadlock, lock not available, statement cancelled by its time-out."""
_AWAY = ("08", "53", "57P01", "57P02", "57P03")
"""No connection, no memory, disk or slot; server shutting down or starting. How SQLSTATEs begin."""

IDLE_SECONDS: Final = 1.0
"""A connection that was in use so lately is believed to be there still."""
_USED: Final = "originprint_used"


def make_engine(database_url: str, *, pool_size: int = 20) -> Engine:
    """Waits at most 10 s for a connection, 5 s for a lock and 30 s for a statement.

    A host that is gone without a word is noticed as soon as `contracts.silence` says.
    """
    engine = create_engine(
        sqlalchemy_url(database_url),
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        connect_args={
            **CONNECTION_OPTIONS,
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c timezone=UTC",
        },
    )
    _ask_the_idle(engine)
    plan_once(engine)
    return telling_no_values(engine)


def _ask_the_idle(engine: Engine) -> None:
    """SQLAlchemy's own `pool_pre_ping` would ask each time, which is a round trip for every call.

    Of a server that went away meanwhile, the first use tells, and all connections are made anew.
    """

    @event.listens_for(engine, "connect")
    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[_USED] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _fairy: Any) -> None:
        if monotonic() - record.info[_USED] < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def make_command_engine(database_url: str) -> Engine:
    """For commands: a connection for each use, and no time-outs, because a migration takes long."""
    url = sqlalchemy_url(database_url)
    engine = create_engine(url, poolclass=NullPool, connect_args=CONNECTION_OPTIONS)
    return telling_no_values(engine)


def telling_no_values(engine: Engine) -> Engine:
    """Its errors quote neither the values of a statement nor a row."""
    engine.hide_parameters = True
    event.listen(engine, "handle_error", _hide_row)
    return engine


def _hide_row(context: ExceptionContext) -> None:
    """Keep the first line: PostgreSQL's LINE and DETAIL quote the statement, the row or the key."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


@contextmanager
def translated() -> Iterator[None]:
    """Database failures that pass by themselves become Transient or Away."""
    try:
        yield
    except PoolTimeout as error:
        raise Away("no database connection is free") from error
    except DBAPIError as error:
        sqlstate = getattr(error.orig, "pgcode", None)
        if error.connection_invalidated or _is_away(error, sqlstate):
            raise Away("the database is away") from error
        if sqlstate in _BUSY:
            raise Transient("the database is busy") from error
        raise


def _is_away(error: DBAPIError, sqlstate: str | None) -> bool:
    if sqlstate is None:
        return isinstance(error, OperationalError | InterfaceError)
    return sqlstate.startswith(_AWAY)


def is_up(engine: Engine) -> bool:
    with translated(), engine.connect() as connection:
        return connection.execute(text("select 1")).scalar() == 1
