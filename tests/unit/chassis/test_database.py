"""Which failures of a database pass by themselves: its SQLSTATE says so, or its silence."""

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.database import translated
from chassis.errors import Away, Transient


def failed(kind: type[psycopg2.Error], sqlstate: str | None, *, connection_lost=False):
    """As SQLAlchemy raises it."""
    original = kind("failed")
    original.__setstate__({"pgcode": sqlstate})
    return DBAPIError.instance(
        "select 1", {}, original, psycopg2.Error, connection_invalidated=connection_lost
    )


def translation_of(error: Exception) -> Exception:
    with pytest.raises((type(error), Transient)) as raised, translated():
        raise error
    return raised.value


@pytest.mark.parametrize(
    "sqlstate",
    [
        pytest.param("40001", id="serialization failure"),
        pytest.param("40P01", id="deadlock"),
        pytest.param("55P03", id="lock not available"),
        pytest.param("57014", id="statement timed out"),
    ],
)
def test_a_busy_database_is_worth_a_few_more_tries(sqlstate):
    error = failed(psycopg2.OperationalError, sqlstate)

    assert type(translation_of(error)) is Transient


@pytest.mark.parametrize(
    "sqlstate",
    [
        pytest.param("08001", id="cannot connect"),
        pytest.param("08006", id="connection failure"),
        pytest.param("53100", id="disk full"),
        pytest.param("53200", id="out of memory"),
        pytest.param("53300", id="too many connections"),
        pytest.param("57P01", id="shut down by its administrator"),
        pytest.param("57P02", id="shut down by a crash"),
        pytest.param("57P03", id="starting"),
    ],
)
def test_a_database_without_connection_room_or_life_is_away(sqlstate):
    error = failed(psycopg2.OperationalError, sqlstate)

    assert type(translation_of(error)) is Away


@pytest.mark.parametrize("kind", [psycopg2.OperationalError, psycopg2.InterfaceError])
def test_a_connection_that_fails_without_a_word_is_away(kind):
    assert type(translation_of(failed(kind, None))) is Away


def test_a_lost_connection_is_away_whatever_the_last_word_was():
    error = failed(psycopg2.DatabaseError, "XX000", connection_lost=True)

    assert type(translation_of(error)) is Away


def test_a_pool_that_has_no_connection_left_is_away():
    assert type(translation_of(PoolTimeout("pool is empty"))) is Away


@pytest.mark.parametrize(
    ("kind", "sqlstate"),
    [
        pytest.param(psycopg2.IntegrityError, "23505", id="unique violation"),
        pytest.param(psycopg2.ProgrammingError, "42P01", id="undefined table"),
        pytest.param(psycopg2.DataError, "22001", id="too long"),
        pytest.param(psycopg2.OperationalError, "57P04", id="database dropped"),
        pytest.param(psycopg2.DataError, None, id="refused by the driver"),
    ],
)
def test_what_would_fail_again_stays_what_it_is(kind, sqlstate):
    error = failed(kind, sqlstate)

    assert translation_of(error) is error
