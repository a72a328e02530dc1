"""Promise 10: a server that is away is waited for, and nobody has to lend a hand afterwards."""

import json
import socket
import time
from contextlib import contextmanager

import pika
import pytest
from sqlalchemy import text

from chassis.testing import Wire, body_of, signed
from contracts.authorization import CloseSession
from contracts.errors import Refused
from contracts.topology import ASSERTION_HEADER
from deploy.local.server import LOOPBACK
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import dead_letters_listed, wait_until

LONGER_THAN_ALL_RETRIES = 2.5
"""Seconds; the toy's retries end after 0.6."""


@pytest.fixture(scope="module")
def servers(own_servers):
    return own_servers


@pytest.fixture(scope="module")
def amqp_url(servers) -> str:
    return servers.amqp_url


@pytest.fixture
def handles() -> str:
    return "both ways"


@pytest.fixture
def send(amqp_url):
    """Publishes events of these names."""

    def send(*names: str) -> None:
        wire = Wire(amqp_url)
        for name in names:
            wire.publish(declarer_filed(name=name))
        wire.close()

    return send


@pytest.fixture
def unharmed(toy, handled, amqp_url, capsys):
    """Around an outage: the process lives on, handles all once, and every line it wrote is JSON."""

    @contextmanager
    def unharmed(*names: str):
        toy.start()
        pid = toy.process.pid
        yield
        expected = sorted([*names, *(f"{name} in a group" for name in names)])
        wait_until(lambda: len(handled()) >= len(expected), "all events")
        assert sorted(handled()) == expected
        assert not toy.has_died()
        assert toy.process.pid == pid
        assert dead_letters_listed(amqp_url, capsys) == "0 dead letters\n"
        assert [json.loads(line)["event"] for line in toy.log.read_text().splitlines()]

    return unharmed


def session_request(toy) -> CloseSession:
    service = {"SERVICE": toy.environment["TOY_NAME"]}
    return type("CloseSession", (CloseSession,), service)(token_sha256="0" * 64)


def test_a_database_that_is_away_is_waited_for(servers, toy, unharmed, send):
    with unharmed("before", "during", "during too", "after"):
        send("before")
        servers.stop_database()
        send("during", "during too")
        time.sleep(LONGER_THAN_ALL_RETRIES)
        servers.start_database()
        send("after")


def test_questions_are_answered_while_events_wait_for_the_database(
    servers, toy, unharmed, send, amqp_url
):
    names = [f"during {number}" for number in range(40)]
    wire = Wire(amqp_url)
    with unharmed(*names):
        servers.stop_database()
        send(*names)
        with pytest.raises(Refused, match=r"service\.unavailable"):
            wire.ask(session_request(toy))
        servers.start_database()
    wire.close()


def test_an_object_store_that_is_away_is_waited_for(servers, unharmed, send):
    names = [f"stored {number}" for number in range(20)]
    with unharmed("stored before", *names, "stored after"):
        send("stored before")
        servers.stop_s3()
        send(*names)
        time.sleep(LONGER_THAN_ALL_RETRIES)
        servers.start_s3()
        send("stored after")


def test_a_database_that_lets_in_and_says_nothing_makes_no_caller_wait(
    servers, toy, unharmed, send, amqp_url
):
    wire = Wire(amqp_url)
    with unharmed("during"):
        servers.stop_database()
        with socket.create_server((LOOPBACK, servers.processes[1].port)):
            send("during")
            with pytest.raises(Refused, match=r"service\.unavailable"):
                wire.ask(session_request(toy))
        servers.start_database()
    wire.close()


def test_events_that_wait_for_a_store_neither_stop_others_nor_get_lost_with_their_process(
    servers, toy, send, handled
):
    others = [str(number) for number in range(40)]
    toy.start()
    servers.stop_s3()
    send("stored", *others)
    wait_until(lambda: len(handled()) == 2 * len(others), "all others")
    toy.kill()

    servers.start_s3()
    toy.start()

    wait_until(lambda: len(handled()) == 2 * len(others) + 2, "the event that waited")
    assert {"stored", "stored in a group"} <= set(handled())


def test_a_process_is_stopped_at_once_though_it_holds_events(servers, toy, send, handled):
    toy.start()
    servers.stop_s3()
    send("stored")
    wait_until(lambda: len(toy.said("events_wait")) == 2, "both ways of handling to wait")

    assert toy.stop() == 0
    assert not toy.said("service_killed")

    servers.start_s3()
    toy.start()
    wait_until(lambda: len(handled()) == 2, "the event that was handed back")


def test_events_that_are_held_for_long_are_handed_back_and_come_again(
    servers, toy, unharmed, send, handled
):
    toy.environment["TOY_HOLDS_SECONDS"] = "0.5"
    names = [f"stored {number}" for number in range(20)]
    with unharmed(*names):
        servers.stop_s3()
        send(*names)
        time.sleep(LONGER_THAN_ALL_RETRIES)
        servers.start_s3()


def test_a_broker_that_is_away_is_waited_for(servers, toy, unharmed, send, unit_of_work):
    names = [f"before {number}" for number in range(30)]
    with unharmed("first", *names, "during", "after"):
        send("first", *names)
        servers.kill_broker()
        with unit_of_work.transaction() as tx:
            tx.publish(declarer_filed(name="during"))
        time.sleep(LONGER_THAN_ALL_RETRIES)
        servers.start_broker()
        send("after")


def test_a_process_outlives_the_broker_while_it_answers_a_call(
    servers, toy, unharmed, send, engine, amqp_url
):
    with unharmed("after"):
        with engine.begin() as holding:
            holding.execute(text("lock table marks in access exclusive mode"))
            call(amqp_url, session_request(toy))
            wait_until(lambda: someone_waits_for_a_lock(engine), "the call in its hands")
            servers.kill_broker()
        wait_until(lambda: toy.said("reply_given_up"), "the reply that cannot be sent")
        servers.start_broker()
        send("after")


def test_a_process_starts_and_stops_while_the_broker_is_away(servers, toy, send, handled):
    toy.start()
    servers.kill_broker()
    del toy.environment["TOY_DECLARES"]

    assert toy.stop() == 0
    toy.launch()
    wait_until(lambda: toy.log.read_text().count("broker_away") > 3, "word of the broker")
    assert toy.stop() == 0

    toy.launch()
    servers.start_broker()
    wait_until(toy.is_ready, "the start of the toy")
    send("after")
    wait_until(lambda: len(handled()) == 2, "the event")


def call(amqp_url: str, request: CloseSession) -> None:
    """Send the request and hang up."""
    fields = request.to_wire()
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        channel.exchange_declare("wire.asks", "topic", durable=True)
        channel.queue_bind(f"rpc-{request.SERVICE}", "wire.asks", request.rpc_name())
        channel.basic_publish(
            "wire.asks",
            request.rpc_name(),
            body_of(fields),
            pika.BasicProperties(
                content_type="application/json",
                content_encoding="utf-8",
                reply_to="nobody",
                headers={ASSERTION_HEADER: signed(request.rpc_name(), fields)},
            ),
        )


def someone_waits_for_a_lock(engine) -> bool:
    waiting = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    with engine.connect() as connection:
        return connection.execute(waiting).scalar_one() > 0
