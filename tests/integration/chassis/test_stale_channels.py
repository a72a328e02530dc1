"""A channel whose message the broker refuses itself is given up: it might never recover.

What a queue without its leader does is done here by one that takes nothing.
"""

import asyncio
from contextlib import closing, suppress
from uuid import uuid4

import pika
import pytest
from amqp.exceptions import MessageNacked

from chassis import calls, replying
from chassis.broker import BatchPublisher
from chassis.testing import TEST_GATEWAY
from contracts.accounts import GATEWAY
from contracts.certificates import GetCertificate
from contracts.errors import Refused
from contracts.publishing import Message
from contracts.topology import asks_exchange
from customs.broker.publisher import Publisher
from customs.errors import Unavailable
from gateway.broker import Broker
from gateway.examples.people import CALLER
from gateway.rpc import RpcClient
from gateway.specimens import CERTIFICATE_NO

ASKS = asks_exchange(GATEWAY)
ASKED = GetCertificate.rpc_name()
TAKES_NOTHING = {"x-max-length": 0, "x-overflow": "reject-publish"}


@pytest.fixture
def vhost(make_vhost):
    """Who asks for a certificate in it asks a queue that takes nothing."""
    url = make_vhost()
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.queue_declare("full", durable=True, arguments=TAKES_NOTHING)
        channel.queue_bind("full", ASKS, ASKED)
    return url


def message():
    return Message(uuid4().hex, ASKS, ASKED, b"{}", "application/json")


def channels_of(publisher, send):
    """Those on which two messages went out, one after the other."""
    used = []
    for _ in range(2):
        used.append(publisher._open())
        send()
    return used


def test_a_service_sends_its_events_on_another_channel(vhost):
    refused = message()
    with closing(BatchPublisher(vhost)) as publisher:
        first, second = channels_of(publisher, lambda: publisher.publish([refused]))

        assert publisher.publish([refused]) == {refused.message_id}
    assert first is not second


def test_customs_sends_its_events_on_another_connection(vhost):
    refused = message()
    with closing(Publisher(vhost)) as publisher:
        assert publisher.publish([refused]) == {refused.message_id}

        with pytest.raises(Unavailable):
            publisher.idle(0.01)


def test_a_service_asks_on_another_channel_and_says_that_nobody_answers(vhost):
    first, second = (_asked_on(vhost) for _ in range(2))

    assert first is not second
    assert MessageNacked in calls.NO_ANSWER


def _asked_on(vhost):
    used = []
    with suppress(MessageNacked), replying._producer(vhost) as producer:
        used.append(producer.channel)
        producer.publish(b"{}", exchange=ASKS, routing_key=ASKED, mandatory=True)
        used.clear()
    return used.pop()


@pytest.mark.anyio
async def test_the_gateway_says_503_and_connects_anew(vhost):
    client = RpcClient(5, TEST_GATEWAY)
    broker = Broker(vhost, [client])
    running = asyncio.create_task(broker.run())
    try:
        async with asyncio.timeout(30):
            await broker.up.wait()
            before = client._reply_to
            with pytest.raises(Refused, match=r"service\.unavailable"):
                await client.call(GetCertificate(caller=CALLER, certificate_no=CERTIFICATE_NO))
            while client._reply_to == before:  # noqa: ASYNC110 - the broker says it to nobody
                await asyncio.sleep(0.05)
            await broker.up.wait()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
