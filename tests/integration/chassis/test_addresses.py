"""A service reaches whichever of its servers serves, and gives up one that fell silent."""

import os
import socket

import psycopg2
import pytest

from chassis.broker import connect
from chassis.database import is_up, make_engine
from chassis.errors import Away
from contracts.amqp import Address
from contracts.postgresql import libpq_url
from contracts.silence import LIBPQ_OPTIONS, TCP_OPTIONS
from deploy.local.server import free_port


@pytest.fixture
def engine_of():
    made = []

    def engine_of(url):
        made.append(make_engine(url, pool_size=1))
        return made[-1]

    yield engine_of
    for engine in made:
        engine.dispose()


@pytest.fixture
def silent():
    """The port of somebody who takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def options_of(descriptor: int) -> dict[str, int]:
    with socket.socket(fileno=os.dup(descriptor)) as opened:
        return {
            name: opened.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
            for name in TCP_OPTIONS
        }


def test_a_database_is_found_behind_a_server_that_is_away(make_database, engine_of):
    url = make_database().replace("@", f"@127.0.0.1:{free_port()},", 1)

    assert is_up(engine_of(url))


def test_a_database_in_which_nothing_can_be_changed_is_away(make_database, engine_of):
    url = make_database()
    with psycopg2.connect(libpq_url(url)) as connection, connection.cursor() as cursor:
        name = url.rpartition("/")[2]
        cursor.execute(f'alter database "{name}" set default_transaction_read_only = on')
    connection.close()

    with pytest.raises(Away):
        is_up(engine_of(url))


def test_a_broker_is_found_behind_a_node_that_is_silent(amqp_url, silent, monkeypatch):
    """As whoever publishes opens it: kombu's own time for all tries is that of one."""
    monkeypatch.setattr(Address, "anywhere", lambda address: list(address.urls))
    nodes = amqp_url.replace("@", f"@127.0.0.1:{silent},", 1)

    with connect(nodes) as connection:
        connection.default_channel.close()


def test_a_connection_to_the_database_notices_silence(make_database, engine_of):
    with engine_of(make_database()).connect() as connection:
        found = options_of(connection.connection.dbapi_connection.fileno())

    assert found == TCP_OPTIONS
    assert found["TCP_USER_TIMEOUT"] == LIBPQ_OPTIONS["tcp_user_timeout"]


def test_a_connection_to_the_broker_notices_silence(amqp_url):
    with connect(amqp_url) as connection:
        found = options_of(connection.connection.sock.fileno())

    assert found == TCP_OPTIONS


def test_a_broker_is_found_behind_a_node_that_is_away(amqp_url):
    several = amqp_url.replace("@", f"@127.0.0.1:{free_port()},", 1)

    with connect(several) as connection:
        connection.ensure_connection(max_retries=2)
