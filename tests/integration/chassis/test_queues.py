"""A consumer comes back to a queue, whatever happened to it."""

from collections.abc import Callable

import pytest

from chassis.broker import connect
from chassis.queues import QueueDiffersError, event_queue
from chassis.topology import declare_topology
from contracts.customs import DeclarerFiled
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import wait_until
from tests.integration.chassis.toy.service import OneByOne


@pytest.fixture
def queue(toy):
    return event_queue(DeclarerFiled, toy.environment["TOY_NAME"], "on_declarer_filed")


@pytest.fixture
def channel(amqp_url):
    with connect(amqp_url) as connection:
        yield connection.channel()


@pytest.fixture
def declared(toy, amqp_url) -> Callable[[], None]:
    """Declare what the toy needs, as migrations do."""
    service = type("Toy", (OneByOne,), {"name": toy.environment["TOY_NAME"]})
    return lambda: declare_topology(service, amqp_url)


@pytest.fixture
def other_arguments(queue, channel):
    """The queue was made with other ones, and is deleted when the test says so."""
    arguments = queue.queue_arguments | {"x-delivery-limit": 10}
    channel.queue_declare(
        queue.name, durable=True, exclusive=False, auto_delete=False, arguments=arguments
    )


def test_a_queue_that_is_deleted_and_declared_anew_is_heard_again(
    wire, toy, handled, queue, channel, declared
):
    pid = toy.process.pid
    channel.queue_delete(queue.name)
    wait_until(lambda: toy.said("queue_missing"), "word of it")
    declared()
    wait_until(toy.is_ready, "the consumer")

    wire.publish(declarer_filed(name="after"))

    wait_until(lambda: handled() == ["after"], "the event")
    assert toy.process.pid == pid


@pytest.mark.usefixtures("other_arguments")
def test_declaring_says_which_queue_has_other_arguments_and_what_to_do(queue, declared):
    with pytest.raises(QueueDiffersError) as failure:
        declared()

    assert f"rabbitmqctl delete_queue {queue.name}" in str(failure.value)
    assert "x-delivery-limit" in str(failure.value)


def test_a_process_waits_for_its_queues_and_declares_none(toy, queue, channel, declared):
    del toy.environment["TOY_DECLARES"]
    toy.launch()
    wait_until(lambda: toy.said("queue_missing"), "word of it")
    assert not exists(channel, queue)

    declared()

    wait_until(toy.is_ready, "the toy")


def exists(channel, queue) -> bool:
    """Asked on a channel of its own, which a queue that is not there closes."""
    asking = channel.connection.channel()
    try:
        asking.queue_declare(queue.name, passive=True)
    except channel.connection.channel_errors:
        return False
    return True
