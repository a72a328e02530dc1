"""The private servers of one machine serve, stand side by side and end with their parent."""

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pika
import psycopg2
import pytest
from minio import Minio
from minio.error import InvalidResponseError, S3Error

from contracts.postgresql import libpq_url
from deploy.local import server
from deploy.local.object_store import ObjectStore
from deploy.local.servers import RootInUseError, Servers, private_servers

REPOSITORY = Path(__file__).parents[3]
WAIT_UNTIL_KILLED = """
import sys, time, pathlib
from deploy.local.servers import private_servers
with private_servers(pathlib.Path(sys.argv[1]), durable=False) as running:
    print(*running.pids.values(), flush=True)
    time.sleep(600)
"""


def test_a_new_database_is_empty_and_takes_rows(make_database):
    with psycopg2.connect(libpq_url(make_database())) as connection, connection.cursor() as cursor:
        cursor.execute("create table things (name text)")
        cursor.execute("insert into things values ('证书') returning name")
        row = cursor.fetchone()
    connection.close()

    assert row == ("证书",)


def test_asking_for_a_database_twice_gives_the_same_one(servers, make_database):
    url = make_database()

    again = servers.create_database(url.rpartition("/")[2])

    assert again == url


def test_a_database_in_use_can_be_dropped(servers, make_database):
    url = make_database()
    connection = psycopg2.connect(libpq_url(url))

    servers.drop_database(url.rpartition("/")[2])

    with pytest.raises(psycopg2.Error):
        connection.cursor().execute("select 1")
    connection.close()


def test_quorum_queues_work_on_the_one_node(amqp_url):
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        channel.queue_declare("tried", durable=True, arguments={"x-queue-type": "quorum"})
        channel.confirm_delivery()
        channel.basic_publish("", "tried", b"body", mandatory=True)
        _, _, body = channel.basic_get("tried", auto_ack=True)
        channel.queue_delete("tried")

    assert body == b"body"


def test_a_deleted_vhost_lets_nobody_in(servers):
    url = servers.create_vhost("short-lived")

    servers.delete_vhost("short-lived")

    with pytest.raises(pika.exceptions.AMQPError):
        pika.BlockingConnection(pika.URLParameters(url))


def test_an_object_comes_back_as_it_was_stored(servers, s3_bucket, tmp_path):
    store = Minio(
        servers.s3_endpoint.removeprefix("http://"),
        access_key=servers.s3_access_key,
        secret_key=servers.s3_secret_key,
        secure=False,
    )
    (tmp_path / "sent").write_bytes(b"bytes")

    store.make_bucket(s3_bucket)
    store.fput_object(s3_bucket, "folder/object", str(tmp_path / "sent"))
    store.fget_object(s3_bucket, "folder/object", str(tmp_path / "received"))

    assert (tmp_path / "received").read_bytes() == b"bytes"


def test_the_secret_of_one_account_opens_no_other_at_the_object_store(servers):
    own, other = (
        Minio(
            servers.s3_endpoint.removeprefix("http://"),
            access_key="print_svc",
            secret_key=servers.s3_secrets[whose],
            secure=False,
        )
        for whose in ("print_svc", "seal_svc")
    )

    assert own.list_buckets() is not None
    with pytest.raises((S3Error, InvalidResponseError)):
        other.list_buckets()


def test_another_process_finds_the_servers_by_their_folder(own_servers):
    folder = Path(own_servers.broker.home).parent

    found = Servers.of(folder)

    assert found.postgres_url == own_servers.postgres_url
    assert found.create_vhost("found").startswith(own_servers.amqp_url.rpartition("/")[0])


def test_data_outlives_a_stop_of_each_server(own_servers):
    url = own_servers.create_database("kept")
    with pika.BlockingConnection(pika.URLParameters(own_servers.amqp_url)) as connection:
        _keep_a_message(connection.channel())

    own_servers.stop_broker()
    own_servers.stop_database()
    own_servers.stop_s3()
    own_servers.start_s3()
    own_servers.start_database()
    own_servers.start_broker()

    psycopg2.connect(libpq_url(url)).close()
    with pika.BlockingConnection(pika.URLParameters(own_servers.amqp_url)) as connection:
        assert connection.channel().basic_get("kept", auto_ack=True)[2] == b"body"


def test_a_second_copy_is_kept_out_of_a_folder_in_use(own_servers):
    folder = Path(own_servers.broker.home).parent

    with pytest.raises(RootInUseError, match="another copy"), private_servers(folder):
        pass


def test_only_loopback_is_listened_on(servers):
    urls = (servers.amqp_url, servers.postgres_url, servers.s3_endpoint)
    ports = {servers.broker.port, *(urlsplit(url).port for url in urls)}

    addresses = {port: address for address, port in _listening() if port in ports}

    assert addresses == dict.fromkeys(ports, server.LOOPBACK)


def test_a_taken_port_is_exchanged_for_another(tmp_path, monkeypatch):
    with socket.create_server((server.LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        offered = iter([port, server.free_port()])
        monkeypatch.setattr("deploy.local.object_store.free_port", lambda: next(offered))
        store = ObjectStore(tmp_path, {"access": "secret"})

        server.start([store], lambda _: None)
        store.stop()

    assert store.port != port


def test_a_port_is_told_to_nobody_else_before_its_server_listens(monkeypatch):
    port = server.free_port()
    monkeypatch.setattr("deploy.local.server._PORTS", [port])
    elsewhere = f"from deploy.local import server; server._PORTS = [{port}]; server.free_port()"

    with pytest.raises(server.ServerFailedError, match="no loopback port"):
        server.free_port()
    other = subprocess.run([sys.executable, "-c", elsewhere], capture_output=True, check=False)

    assert other.returncode != 0
    assert b"no loopback port" in other.stderr


def test_a_server_that_cannot_start_shows_its_log(tmp_path):
    store = ObjectStore(tmp_path, {"access": "secret, with a comma too many"})

    with pytest.raises(server.ServerFailedError, match="expecting a single comma"):
        server.start([store], lambda _: None)


def test_nothing_outlives_a_killed_parent(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", WAIT_UNTIL_KILLED, str(tmp_path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 3
    family = _descendants(parent.pid)
    assert family > set(pids)

    parent.kill()
    parent.communicate()
    _wait_until(lambda: family.isdisjoint(_parents()))

    assert family.isdisjoint(_parents())


def _keep_a_message(channel):
    channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
    channel.confirm_delivery()
    channel.basic_publish("", "kept", b"body", mandatory=True)


def _listening():
    """Addresses and ports in the kernel's tables, where state 0A means listening."""
    rows = [row for table in ("tcp", "tcp6") for row in _rows(Path("/proc/net") / table)]
    for local in (row[1] for row in rows if row[3] == "0A"):
        address, _, port = local.partition(":")
        yield socket.inet_ntop(*_decoded(address)), int(port, 16)


def _decoded(address):
    words = bytes.fromhex(address)
    swapped = b"".join(words[at : at + 4][::-1] for at in range(0, len(words), 4))
    return (socket.AF_INET if len(words) == 4 else socket.AF_INET6), swapped


def _rows(table):
    return [line.split() for line in table.read_text().splitlines()[1:]]


def _parents():
    """Each living process with its parent; a zombie has ended and only waits to be counted."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(") ")[2].split()[:2]
            found |= {} if state == "Z" else {int(stat.parent.name): int(parent)}
    return found


def _descendants(pid):
    children = {child for child, parent in _parents().items() if parent == pid}
    return children.union(*map(_descendants, children))


def _wait_until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
