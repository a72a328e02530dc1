"""The customs process on real servers, an ear on what it says, and a voice for the services."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pika
import pytest
from minio import Minio

from contracts.base import Event
from contracts.envelope import CONTENT_TYPE, Envelope, wrap
from contracts.settings import PREFIX, load
from contracts.topology import SERVICES_EXCHANGE
from customs.migrate import prepare
from customs.settings import Settings
from deploy.local.client import TRUSTED
from deploy.local.postgres import DatabaseUrls
from deploy.local.server import free_port

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 60
OF_APPLICATIONS = {"ApplicationReceived", "ApplicationReturned"}


def eventually(condition: Callable[[], Any], what: str) -> Any:
    """The first truthy value of the condition; fails with `what` after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"it did not happen: {what}")


class Ear:
    """Hears everything customs says, in the order in which the broker got it."""

    def __init__(self, amqp_url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._channel = self._connection.channel()
        self._channel.exchange_declare("customs.events", "topic", durable=True)
        self._queue = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(self._queue, "customs.events", "#")
        self._heard: list[Envelope] = []

    def heard(self, subject: str) -> list[Envelope]:
        """So far, about this certificate or enterprise; its application apart."""
        return [each for each in self._all(subject) if each.type not in OF_APPLICATIONS]

    def applications(self, certificate_no: str) -> list[Envelope]:
        """What was said so far of the application itself."""
        return [each for each in self._all(certificate_no) if each.type in OF_APPLICATIONS]

    def _all(self, subject: str) -> list[Envelope]:
        while True:
            method, _, body = self._channel.basic_get(self._queue, auto_ack=True)
            if method is None:
                return [each for each in self._heard if each.subject == subject]
            self._heard.append(Envelope.from_bytes(body))

    def wait(self, subject: str, count: int) -> list[Envelope]:
        return eventually(
            lambda: self.heard(subject) if len(self.heard(subject)) >= count else None,
            f"{count} events about {subject}",
        )

    def close(self) -> None:
        self._connection.close()


@dataclass
class CustomsProcess:
    """One `python -m customs`; killed and started by tests as they like."""

    environ: dict[str, str]
    url: str
    amqp_url: str
    log: Path
    s3: Minio
    bucket: str
    process: subprocess.Popen | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "customs"], cwd=ROOT, env=self.environ, stderr=log
            )
        eventually(self.is_ready, "customs is ready")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def is_ready(self) -> bool:
        try:
            ready = httpx.get(f"{self.url}/readyz", timeout=5, verify=TRUSTED)
        except httpx.TransportError:
            assert self.process.poll() is None, self.log.read_text()
            return False
        return ready.status_code == 200

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return httpx.request(method, self.url + path, json=body, timeout=120, verify=TRUSTED)

    def post(self, path: str, body: Any = None) -> Any:
        """The answer, when it is a good one."""
        response = self.call("POST", path, body)
        assert response.is_success, response.text
        return response.json()

    def get(self, path: str) -> Any:
        response = self.call("GET", path)
        assert response.is_success, response.text
        return response.json()

    def approved(self, application: dict[str, Any], **approval: Any) -> str:
        """The number of an application filed and approved now."""
        number = self.post("/applications", application)["certificate_no"]
        self.post(f"/applications/{number}/approval", approval)
        return number

    def hears(self, event: Event, *, event_id: uuid.UUID | None = None) -> uuid.UUID:
        """Say an event as the services do; return its id."""
        event_id = event_id or uuid.uuid4()
        body = wrap(event, event_id=event_id, time=datetime.now(UTC)).to_bytes()
        self.hears_bytes(SERVICES_EXCHANGE, type(event).__name__, body)
        return event_id

    def hears_bytes(self, exchange: str, routing_key: str, body: bytes) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(self.amqp_url))
        channel = connection.channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2)
        channel.basic_publish(exchange, routing_key, body, properties, mandatory=True)
        connection.close()

    def timeline(self, certificate_no: str, what: str) -> list[dict[str, Any]]:
        happenings = self.get(f"/applications/{certificate_no}")["timeline"]
        return [each for each in happenings if each["what"] == what]

    def layout_bytes(self, key: str) -> bytes:
        response = self.s3.get_object(self.bucket, key)
        try:
            return response.read()
        finally:
            response.close()


@contextmanager
def customs_process(
    servers: Any, amqp_url: str, database: DatabaseUrls, folder: Path
) -> Iterator[CustomsProcess]:
    """Migrated and started; killed at the end."""
    port, bucket = free_port(), f"customs-{uuid.uuid4().hex[:12]}"
    settings = {
        "AMQP_URL": amqp_url,
        "DATABASE_URL": database.process,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_BUCKET": bucket,
        "HTTP_PORT": str(port),
        "RECEIPT_DELAY_SECONDS": "0.2",
        "LAYOUT_STEP_SECONDS": "0.1",
        "ARCHIVE_DELAY_SECONDS": "0.1",
    }
    environ = _outside() | {f"{PREFIX}{name}": value for name, value in settings.items()}
    known = {name: text for name, text in environ.items() if name.startswith(PREFIX)}
    prepare(load(Settings, known | {f"{PREFIX}DATABASE_URL": database.owner}))
    s3 = Minio(
        servers.s3_endpoint.removeprefix("http://"),
        access_key=servers.s3_access_key,
        secret_key=servers.s3_secret_key,
        secure=False,
    )
    running = CustomsProcess(
        environ, f"http://127.0.0.1:{port}", amqp_url, folder / "customs.log", s3, bucket
    )
    try:
        running.start()
        yield running
    finally:
        running.process.kill()
        running.process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def customs(servers, tmp_path_factory) -> Iterator[CustomsProcess]:
    """Shared by tests that neither stop it nor change its settings; each has its enterprise."""
    name = f"customs-{uuid.uuid4().hex[:12]}"
    amqp_url, database = servers.create_vhost(name), servers.create_owned_database(name)
    folder = tmp_path_factory.mktemp("customs")
    try:
        with customs_process(servers, amqp_url, database, folder) as running:
            yield running
    finally:
        servers.delete_vhost(name)
        servers.drop_database(name)


@pytest.fixture
def own_customs(servers, make_vhost, make_owned_database, tmp_path) -> Iterator[CustomsProcess]:
    """A process that the test has to itself."""
    with customs_process(servers, make_vhost(), make_owned_database(), tmp_path) as running:
        yield running


@pytest.fixture
def ear(customs) -> Iterator[Ear]:
    listening = Ear(customs.amqp_url)
    yield listening
    listening.close()


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
