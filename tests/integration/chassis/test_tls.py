"""Every client of ours speaks TLS to a broker that proves its name, and to no other."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from chassis.broker import connect
from chassis.testing import TEST_GATEWAY, Wire
from contracts.amqp import Address
from contracts.authorization import CloseSession
from customs.broker.connection import declare_all
from customs.broker.publisher import Publisher
from customs.errors import Unavailable
from deploy.local import server
from deploy.local.rabbitmq import RabbitMQ
from gateway.broker import BROKER_ERRORS, Broker
from gateway.rpc import RpcClient
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import wait_until

NAME, OTHER_NAME = "localhost", "127.0.0.1"
WRONG = [(OTHER_NAME, "ca"), (NAME, "stranger")]


class TlsRabbitMQ(RabbitMQ):
    """Listens with TLS on a port of its own; its certificate is for `localhost` only."""

    def choose_ports(self) -> None:
        super().choose_ports()
        self.tls_port = server.free_port()

    def prepare(self) -> None:
        super().prepare()
        files = self.home.parent
        with (self.home / "rabbitmq.conf").open("a") as configuration:
            configuration.write(
                f"listeners.ssl.1 = 127.0.0.1:{self.tls_port}\n"
                f"ssl_options.cacertfile = {files}/ca.pem\n"
                f"ssl_options.certfile = {files}/broker.pem\n"
                f"ssl_options.keyfile = {files}/broker.key\n"
            )

    def tls_url(self, host: str, authority: str) -> str:
        return self.tls_url_of(f"{host}:{self.tls_port}", authority)

    def tls_url_of(self, nodes: str, authority: str) -> str:
        cafile = f"{self.home.parent}/{authority}.pem"
        return f"amqps://originprint:{self.password}@{nodes}/%2F?cafile={cafile}"


@pytest.fixture(scope="module")
def broker(tmp_path_factory) -> Iterator[TlsRabbitMQ]:
    folder = tmp_path_factory.mktemp("tls")
    _write_certificates(folder)
    broker = TlsRabbitMQ(folder / "rabbitmq", "secret", {})
    with server.running(broker):
        yield broker


@pytest.fixture
def amqp_url(broker) -> str:
    """The toy's, too."""
    return broker.tls_url(NAME, "ca")


@pytest.fixture(params=WRONG, ids=["another name", "another authority"])
def wrong_url(broker, request) -> str:
    return broker.tls_url(*request.param)


def test_a_service_hears_and_answers(broker, toy, handled):
    toy.start()
    service = {"SERVICE": toy.environment["TOY_NAME"]}
    with closing(Wire(broker.url)) as wire:
        wire.publish(declarer_filed(name="heard"))
        wire.publish(declarer_filed(name="published"))
        wire.publish(declarer_filed(name="early twice"))
        wire.ask(type("CloseSession", (CloseSession,), service)(token_sha256="0" * 64))

    wait_until(lambda: set(handled()) >= {"heard", "published", "early twice"}, "the events")


def test_a_service_stops_while_it_counts_what_waits(toy):
    toy.environment["TOY_HOUSEKEEPING_SECONDS"] = "0"
    toy.start()

    assert toy.stop() == 0
    assert not toy.said("greenlet_failed")
    assert not toy.said("housekeeping_waits")
    assert toy.said("service_stopped")


def test_a_service_waits_where_the_broker_cannot_prove_its_name(broker, toy):
    del toy.environment["TOY_DECLARES"]
    toy.environment["ORIGINPRINT_AMQP_URL"] = broker.tls_url(OTHER_NAME, "ca")

    toy.launch()

    wait_until(lambda: "certificate verify failed" in toy.log.read_text(), "its word of it")
    assert not toy.is_ready()


def test_our_own_connections_of_services_check_the_broker(amqp_url):
    with connect(amqp_url) as connection:
        connection.connect()


def test_our_own_connections_of_services_refuse_another(wrong_url):
    with (
        connect(wrong_url) as connection,
        pytest.raises(OSError, match="certificate verify failed"),
    ):
        connection._establish_connection()


def test_a_node_that_is_away_is_passed_by(broker):
    nodes = f"{NAME}:{server.free_port()},{NAME}:{broker.tls_port}"

    with connect(broker.tls_url_of(nodes, "ca")) as connection:
        connection.ensure_connection(max_retries=2)


def test_each_node_must_prove_its_own_name(broker, amqp_url):
    with connect(amqp_url) as connection:
        connection.connect()
        connection.switch(Address.of(broker.tls_url(OTHER_NAME, "ca")).urls[0])

        with pytest.raises(OSError, match="certificate verify failed"):
            connection._establish_connection()


def test_the_gateway_checks_the_broker(amqp_url):
    assert asyncio.run(_attached(amqp_url))


def test_the_gateway_refuses_another(wrong_url):
    with pytest.raises(BROKER_ERRORS, match="certificate verify failed"):
        asyncio.run(_attached(wrong_url))


def test_customs_checks_the_broker(amqp_url):
    declare_all(amqp_url)

    Publisher(amqp_url).close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("open_one", [declare_all, Publisher])
def test_customs_refuses_another(wrong_url, open_one):
    """pika leaves the socket of a handshake that failed to the garbage collector.

    It comes here, so that no later test is told of it.
    """
    with pytest.raises(Unavailable) as failure:
        open_one(wrong_url)
    cause = repr(failure.value.__cause__)
    del failure
    gc.collect()

    assert "certificate verify failed" in cause


async def _attached(url: str) -> bool:
    broker = Broker(url, [RpcClient(2, TEST_GATEWAY)])
    connecting = asyncio.ensure_future(broker._one_connection())
    up = asyncio.ensure_future(broker.up.wait())
    await asyncio.wait({connecting, up}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    up.cancel()
    if connecting.done():
        await connecting
    attached = broker.is_up
    connecting.cancel()
    return attached


def _write_certificates(folder: Path) -> None:
    """`ca` signs the broker's; `stranger` signs nothing here."""
    key, certificate = _authority("specimen broker authority")
    (folder / "ca.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "stranger.pem").write_bytes(_authority("stranger")[1].public_bytes(Encoding.PEM))
    brokers_key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(NAME)])
    brokers = _unsigned("broker", "specimen broker authority", brokers_key).add_extension(
        names, critical=False
    )
    (folder / "broker.pem").write_bytes(
        brokers.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    (folder / "broker.key").write_bytes(
        brokers_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )


def _authority(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    root = x509.BasicConstraints(ca=True, path_length=0)
    certificate = _unsigned(name, name, key).add_extension(root, critical=True)
    return key, certificate.sign(key, hashes.SHA256())


def _unsigned(name: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
