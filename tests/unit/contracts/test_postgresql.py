"""The address of the database names one server or several, for libpq and for SQLAlchemy."""

from sqlalchemy import create_engine

from contracts.postgresql import libpq_url, sqlalchemy_url

ONE = "postgresql+psycopg2://auth_svc:p%40ss@one:5432/auth_svc?sslmode=verify-full"
THREE = (
    "postgresql+psycopg2://auth_svc:p%40ss@one:5432,two:5433,three:5434/auth_svc?sslmode=require"
)


def arguments_of(url: str) -> dict[str, str]:
    """What SQLAlchemy hands to psycopg2."""
    engine = create_engine(sqlalchemy_url(url))
    return engine.dialect.create_connect_args(engine.url)[1]


def test_one_server_stays_as_it_is():
    assert sqlalchemy_url(ONE) == ONE


def test_several_servers_reach_libpq_through_sqlalchemy():
    arguments = arguments_of(THREE)

    assert arguments["host"] == "one,two,three"
    assert arguments["port"] == "5432,5433,5434"
    assert arguments["password"] == "p@ss"
    assert arguments["sslmode"] == "require"


def test_libpq_itself_takes_the_same_address():
    assert libpq_url(THREE).startswith("postgresql://auth_svc:p%40ss@one:5432,two:5433")
