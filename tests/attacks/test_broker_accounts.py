"""What the account of one process gets at the broker with a plain client: its own, and no more.

The virtual hosts are those of a real set-up, with the queues of all services declared; no process
runs, so that nobody takes away what an attack might have brought to a queue.
"""

import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError, ChannelClosedByBroker, UnroutableError

from chassis import dead_letters
from chassis.broker import BatchPublisher, Message
from chassis.errors import Away
from chassis.topology import declare_topology
from contracts.accounts import BRIDGE, GATEWAY, MIGRATIONS, OPERATIONS, SERVICES
from contracts.topology import reply_queue_name
from customs.broker.connection import declare_all
from deploy.local.servers import Servers

REFUSED, FALSE = 403, 406
ADD_OPERATOR = "auth_svc.add_operator"
OF_AUTH = "evt-seal_svc-SealMade--auth_svc.on_seal_made"
OWN = "evt-customs-CertificateApproved--exception_svc.on_certificate_approved"
OWN_AGAIN = "evt-print_svc-PrintProgressed--exception_svc.on_print_progressed"


@dataclass(frozen=True)
class House:
    """A virtual host of the services and one of customs, everything declared."""

    servers: Servers
    services: str
    customs: str

    def url_of(self, account: str) -> str:
        return self.servers.amqp_url_of(account, self.vhost_of(account))

    def vhost_of(self, account: str) -> str:
        return self.customs if account == "customs" else self.services

    def waiting_in(self, queue: str, side: str = "services") -> int:
        with _connected(self.servers.amqp_url_in(getattr(self, side))) as administrator:
            return administrator.channel().queue_declare(queue, passive=True).method.message_count

    def answer(self, reply_to: str) -> None:
        """As a service does that was asked."""
        with _connected(self.servers.amqp_url_in(self.services)) as administrator:
            administrator.channel().basic_publish("replies", reply_to, b"{}")


@pytest.fixture(scope="module")
def house(servers) -> Iterator[House]:
    name = f"house-{uuid4().hex[:12]}"
    house = House(servers, name, f"{name}-customs")
    servers.create_bridged_vhosts(house.services, house.customs)
    for service in SERVICES:
        kind = importlib.import_module(f"services.{service}.service").SERVICE
        declare_topology(kind, servers.amqp_url_of(MIGRATIONS, house.services))
    declare_all(house.url_of("customs"))
    yield house
    servers.delete_vhost(house.services)
    servers.delete_vhost(house.customs)


@pytest.fixture
def channel_of(house) -> Iterator[Callable[[str], BlockingChannel]]:
    """A channel with confirms on, logged in as this account where it lives."""
    connections = []

    def channel_of(account: str):
        connections.append(_connected(house.url_of(account)))
        channel = connections[-1].channel()
        channel.confirm_delivery()
        return channel

    yield channel_of
    for connection in connections:
        connection.close()


@pytest.fixture
def gateways_replies(channel_of) -> str:
    """The queue of the answers to a gateway, as it declares it."""
    return _reply_queue(channel_of(GATEWAY), GATEWAY)


@pytest.mark.parametrize("account", [*SERVICES, GATEWAY, "customs", OPERATIONS])
def test_nobody_sends_to_a_queue_by_its_name(channel_of, account):
    sending = channel_of(account)

    assert code_of(lambda: sending.basic_publish("", "rpc-auth_svc", b"{}")) == REFUSED


@pytest.mark.parametrize(
    ("account", "exchange"),
    [
        ("exception_svc", "auth_svc.events"),
        ("exception_svc", "customs.events"),
        ("exception_svc", "gateway.asks"),
        ("exception_svc", "seal_svc.asks"),
        ("exception_svc", "auth_svc.retry"),
        ("exception_svc", "auth_svc.retry1"),
        ("exception_svc", "auth_svc.given_up"),
        ("exception_svc", "dead_letters"),
        (GATEWAY, "cert_svc.events"),
        (GATEWAY, "exception_svc.asks"),
        (OPERATIONS, "auth_svc.events"),
        (OPERATIONS, "gateway.asks"),
        ("customs", "bridge.from_customs"),
    ],
)
def test_nobody_speaks_in_the_name_of_another(channel_of, account, exchange):
    sending = channel_of(account)

    assert code_of(lambda: sending.basic_publish(exchange, "any", b"{}")) == REFUSED


@pytest.mark.parametrize("headers", [{}, {"CC": [ADD_OPERATOR]}, {"BCC": [ADD_OPERATOR]}])
def test_what_a_service_may_not_ask_reaches_nobody(channel_of, house, headers):
    """Thus nobody who has the account of a service names himself legal person."""
    asking = channel_of("exception_svc")
    properties = pika.BasicProperties(headers=headers)

    with pytest.raises(UnroutableError):
        asking.basic_publish("exception_svc.asks", ADD_OPERATOR, b"{}", properties, mandatory=True)

    assert house.waiting_in("rpc-auth_svc") == 0


def test_what_it_may_ask_arrives(channel_of, house):
    asking = channel_of("exception_svc")

    asking.basic_publish("exception_svc.asks", "print_svc.get_live_original", b"{}", mandatory=True)

    assert house.waiting_in("rpc-print_svc") == 1


def test_the_gateway_cannot_ask_what_services_ask_of_one_another(channel_of):
    asking = channel_of(GATEWAY)

    with pytest.raises(UnroutableError):
        asking.basic_publish(
            "gateway.asks", "auth_svc.get_authorization_standing", b"{}", mandatory=True
        )


def test_a_queue_of_one_s_own_hands_nothing_on_to_where_one_may_not_send(channel_of, house):
    """The broker looks at no rights to keys when it hands on dead letters; bindings hold."""
    attacking = channel_of("exception_svc")
    arguments = _handing_on_to("exception_svc.asks", ADD_OPERATOR)
    name = _reply_queue(attacking, "exception_svc", arguments)

    house.answer(name)
    eventually(lambda: house.waiting_in(name) == 0, "it was handed on")

    assert house.waiting_in("rpc-auth_svc") == 0


@pytest.mark.parametrize("headers", [{}, {"CC": [OF_AUTH]}, {"BCC": [OF_AUTH]}])
def test_what_waits_for_a_retry_comes_back_to_nobody_else(channel_of, house, headers):
    attacking = channel_of("exception_svc")
    over = pika.BasicProperties(headers=headers, expiration="0")
    before = house.waiting_in(OWN_AGAIN)

    for name in (OF_AUTH, "rpc-auth_svc", OWN_AGAIN):
        attacking.basic_publish("exception_svc.retry1", name, b"{}", over)
    eventually(lambda: house.waiting_in(OWN_AGAIN) > before, "one's own is back")

    assert house.waiting_in(OF_AUTH) == house.waiting_in("rpc-auth_svc") == 0


@pytest.mark.parametrize("exchange", ["", "gateway.asks", "auth_svc.events", "dead_letters"])
def test_no_queue_hands_on_to_an_exchange_of_another(channel_of, exchange):
    attacking = channel_of("exception_svc")
    arguments = _handing_on_to(exchange, ADD_OPERATOR)

    assert code_of(lambda: _reply_queue(attacking, "exception_svc", arguments)) == REFUSED


@pytest.mark.parametrize("account", ["exception_svc", GATEWAY])
@pytest.mark.parametrize("queue", ["rpc-auth_svc", OF_AUTH, "dead_letters", "bridge.to_customs"])
def test_nobody_reads_the_queue_of_another(channel_of, account, queue):
    reading = channel_of(account)

    assert code_of(lambda: reading.basic_get(queue)) == REFUSED


def test_a_service_reads_its_own_queues(channel_of):
    reading = channel_of("exception_svc")

    assert reading.basic_get(OWN) == (None, None, None)


@pytest.mark.parametrize(
    "attack",
    [
        lambda channel, queue: channel.basic_get(queue),
        lambda channel, queue: channel.queue_purge(queue),
        lambda channel, queue: channel.queue_delete(queue),
        lambda channel, queue: channel.queue_bind(queue, "replies", "any"),
    ],
    ids=["read", "purge", "delete", "bind"],
)
def test_nobody_touches_the_answers_to_another(channel_of, house, attack):
    theirs = _reply_queue(channel_of("print_svc"), "print_svc")
    attacking = channel_of("exception_svc")

    assert code_of(lambda: attack(attacking, theirs)) == REFUSED


@pytest.mark.parametrize("key", ["#", "*.*", "rpc.reply-gateway-0123456789ab", "GATEWAY'S"])
def test_nobody_has_the_answers_to_another_sent_to_himself_too(channel_of, gateways_replies, key):
    attacking = channel_of("exception_svc")
    own = _reply_queue(attacking, "exception_svc")
    key = key.replace("GATEWAY'S", gateways_replies)

    assert code_of(lambda: attacking.queue_bind(own, "replies", key)) == REFUSED


def test_nobody_has_them_sent_to_an_exchange_of_his_own(channel_of):
    attacking = channel_of("exception_svc")

    code = code_of(lambda: attacking.exchange_bind("exception_svc.events", "replies", "#"))

    assert code == REFUSED


@pytest.mark.parametrize("exchange", ["auth_svc.events", "customs.events", "gateway.asks"])
def test_nobody_listens_where_no_queue_of_his_is_bound(channel_of, exchange):
    attacking = channel_of("exception_svc")
    own = _reply_queue(attacking, "exception_svc")

    assert code_of(lambda: attacking.queue_bind(own, exchange, "#")) == REFUSED


def test_the_gateway_hears_what_browsers_may_know_and_nothing_else(channel_of, gateways_replies):
    listening = channel_of(GATEWAY)

    code = code_of(lambda: listening.queue_bind(gateways_replies, "auth_svc.events", "#"))

    assert code == REFUSED


def test_no_dead_letter_is_laid_in_the_name_of_another(channel_of):
    attacking = channel_of("exception_svc")
    attacking.basic_publish("exception_svc.given_up", OWN, b"{}", mandatory=True)

    with pytest.raises(UnroutableError):
        attacking.basic_publish("exception_svc.given_up", OF_AUTH, b"{}", mandatory=True)


def test_nobody_answers_those_who_may_not_ask_him(channel_of):
    attacking = channel_of("exception_svc")
    theirs = reply_queue_name("print_svc", uuid4())

    assert code_of(lambda: attacking.basic_publish("replies", theirs, b"{}")) == REFUSED


@pytest.mark.parametrize("name", ["evt-any--exception_svc.any", "rpc-exception_svc", "any"])
def test_a_service_declares_no_queue_that_outlives_it(channel_of, name):
    declaring = channel_of("exception_svc")

    assert code_of(lambda: declaring.queue_declare(name, durable=True)) == REFUSED


def test_nobody_says_that_another_sent_it(channel_of):
    attacking = channel_of("exception_svc")
    false = pika.BasicProperties(user_id="print_svc")

    code = code_of(lambda: attacking.basic_publish("exception_svc.events", "any", b"{}", false))

    assert code == FALSE


@pytest.mark.parametrize(
    ("account", "elsewhere"), [("customs", "services"), ("auth_svc", "customs")]
)
def test_nobody_enters_the_virtual_host_of_the_other_side(house, account, elsewhere):
    with pytest.raises(AMQPConnectionError):
        _connected(house.servers.amqp_url_of(account, getattr(house, elsewhere)))


def test_nobody_logs_in_as_the_bridge(house):
    url = house.url_of("customs").replace("customs:", f"{BRIDGE}:", 1)
    without = url.replace(house.servers.amqp_passwords["customs"], "")

    with pytest.raises(AMQPConnectionError):
        _connected(url)
    with pytest.raises(AMQPConnectionError):
        _connected(without)


@pytest.mark.parametrize(
    "attack",
    [
        lambda channel: channel.basic_get("bridge.from_customs"),
        lambda channel: channel.queue_bind("bridge.from_customs", "customs.events", "#"),
        lambda channel: channel.queue_purge("bridge.from_customs"),
        lambda channel: channel.exchange_bind("services.retry", "customs.events", "#"),
    ],
    ids=["read", "bind", "purge", "lead on"],
)
def test_customs_leaves_the_bridge_alone(channel_of, attack):
    attacking = channel_of("customs")

    assert code_of(lambda: attack(attacking)) == REFUSED


def test_the_bridge_carries_what_customs_says_and_no_more(channel_of, house):
    speaking = channel_of("customs")
    other = pika.BasicProperties(headers={"CC": ["SealAuthorized"]})

    speaking.basic_publish("customs.events", "CertificateApproved", b"{}", other)
    speaking.basic_publish("customs.events", "SealAuthorized", b"{}")

    eventually(lambda: house.waiting_in(OWN) == 1, "the approval came over")
    assert house.waiting_in("evt-auth_svc-SealAuthorized--cert_svc.on_seal_authorized") == 0


def test_what_the_bridge_brings_for_nobody_is_a_dead_letter(channel_of, house):
    queue = "evt-print_svc-PrintCompleted--customs.on_print_completed"
    before = house.waiting_in("dead_letters", "customs")
    with _connected(house.servers.amqp_url_in(house.customs)) as administrator:
        administrator.channel().queue_unbind(queue, "services.events", "PrintCompleted")

    channel_of("print_svc").basic_publish("print_svc.events", "PrintCompleted", b"{}")

    eventually(lambda: house.waiting_in("dead_letters", "customs") == before + 1, "it was kept")
    declare_all(house.url_of("customs"))


def test_operations_give_a_dead_letter_back_to_its_queue(channel_of, house, capsys):
    queue = "evt-customs-CertificateArchived--exception_svc.on_certificate_archived"
    misleading = pika.BasicProperties(message_id="it", headers={"x-origin-queue": OF_AUTH})
    channel_of("exception_svc").basic_publish("exception_svc.given_up", queue, b"{}", misleading)
    operations = ["--amqp-url", house.url_of(OPERATIONS)]

    dead_letters.main([*operations, "list"])
    dead_letters.main([*operations, "replay", "it"])

    assert f"it  {queue}" in capsys.readouterr().out
    assert house.waiting_in(queue) == 1


def test_operations_give_a_dead_letter_back_to_customs(channel_of, house):
    queue = "evt-print_svc-PrintFailed--customs.on_print_failed"
    letter = pika.BasicProperties(message_id="it")
    channel_of("customs").basic_publish("dead_letters", queue, b"{}", letter)

    url = house.servers.amqp_url_of(OPERATIONS, house.customs)
    dead_letters.main(["--amqp-url", url, "replay", "it"])

    assert house.waiting_in(queue, "customs") == 1


def test_our_own_publisher_is_told_that_it_may_not(house):
    publisher = BatchPublisher(house.url_of("exception_svc"))

    with pytest.raises(Away, match="ACCESS_REFUSED"):
        publisher.publish([Message(str(uuid4()), "auth_svc.events", "any", b"{}", "text/plain")])


def code_of(attack: Callable[[], object]) -> int:
    """The reply code with which the broker closes the channel."""
    with pytest.raises(ChannelClosedByBroker) as refusal:
        attack()
    return refusal.value.reply_code


def eventually(condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen: {what}"
        time.sleep(0.1)


def _connected(url: str) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.URLParameters(url))


def _reply_queue(channel, account: str, arguments: dict | None = None) -> str:
    name = reply_queue_name(account, uuid4())
    channel.queue_declare(name, arguments=arguments)
    channel.queue_bind(name, "replies", name)
    return name


def _handing_on_to(exchange: str, key: str) -> dict[str, object]:
    return {
        "x-message-ttl": 0,
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-routing-key": key,
    }
