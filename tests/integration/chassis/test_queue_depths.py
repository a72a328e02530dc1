"""The gauges of waiting messages, on a real broker and in a real process's `/metrics`."""

import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from chassis.broker import BatchPublisher, Message, connect
from chassis.errors import Transient
from chassis.queue_depths import QueueDepths
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import wait_until


@pytest.fixture
def depths(amqp_url, request) -> Iterator[QueueDepths]:
    """Of two queues named after the test: one does not exist, the next holds two messages."""
    name = request.node.name
    with connect(amqp_url) as connection:
        channel = connection.channel()
        channel.queue_declare(queue=name, durable=False)
        publisher = BatchPublisher(amqp_url)
        publisher.publish([Message(number, "", name, b"x", "text/plain") for number in "12"])
        publisher.close()
        depths = QueueDepths(amqp_url, [f"{name}.absent", name])
        yield depths
        depths.close()
        channel.queue_delete(queue=name)


def test_messages_that_wait_are_counted(depths, request):
    depths.measure()

    assert shown(request.node.name) == 2


def test_a_queue_that_is_not_there_has_no_gauge_and_hides_no_other(depths, request):
    depths.measure()
    depths.measure()

    assert shown(f"{request.node.name}.absent") is None
    assert shown(request.node.name) == 2


def test_a_broker_that_is_away_leaves_no_old_numbers(depths, request):
    depths.measure()
    nowhere = QueueDepths("amqp://guest:guest@127.0.0.1:1//", [request.node.name])

    with pytest.raises(Transient, match="cannot be counted"):
        nowhere.measure()

    assert shown(request.node.name) is None


def test_a_process_shows_its_queues_their_retries_its_calls_and_the_dead_letters(toy):
    toy.start()
    name = toy.environment["TOY_NAME"]
    queue = f"evt-customs-DeclarerFiled--{name}.on_declarer_filed"
    expected = {queue, f"{name}.retry1", f"{name}.retry3", f"rpc-{name}", "dead_letters"}

    wait_until(lambda: expected <= gauges(toy).keys(), "every queue's gauge")

    assert gauges(toy)[queue] == 0


def test_a_process_counts_dead_letters_that_wait(toy, amqp_url):
    toy.start()
    before = wait_for_gauge(toy)
    with connect(amqp_url) as connection:
        connection.Producer().publish(
            declarer_filed(name="given up on").to_wire(),
            exchange="dead_letters",
            routing_key="nobody",
        )

    wait_until(lambda: gauges(toy).get("dead_letters", 0) > before, "the dead letter")


def wait_for_gauge(toy) -> float:
    wait_until(lambda: "dead_letters" in gauges(toy), "the first count")
    return gauges(toy)["dead_letters"]


def shown(queue: str) -> float | None:
    return REGISTRY.get_sample_value("originprint_queue_messages", {"queue": queue})


def gauges(toy) -> dict[str, float]:
    port = toy.environment["ORIGINPRINT_METRICS_PORT"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    samples = (line.rsplit(" ", 1) for line in lines if "originprint_queue_messages{" in line)
    return {name.split('"')[1]: float(value) for name, value in samples}
