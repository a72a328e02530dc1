"""A database with the chassis tables, events to send, and a toy service as a real process."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from chassis import dead_letters
from chassis.database import make_engine
from chassis.deliveries import Delivery
from chassis.objects import minio_client
from chassis.tables import chassis_metadata
from chassis.testing import Wire
from chassis.transactions import UnitOfWork
from tests.integration.chassis.toy import marks

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def database_url(make_database) -> str:
    return make_database()


@pytest.fixture
def engine(database_url) -> Iterator[Engine]:
    engine = make_engine(database_url)
    chassis_metadata.create_all(engine)
    marks.create(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine) -> UnitOfWork:
    return UnitOfWork(engine, Delivery("test.handler"))


@dataclass
class Toy:
    """The toy service as a process that a test may kill and start again."""

    environment: dict[str, str]
    log: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "tests.integration.chassis.toy"]
            process = subprocess.Popen(
                command, env=self.environment, cwd=REPOSITORY, stderr=log, stdout=log
            )
        self.processes.append(process)
        port = self.environment["ORIGINPRINT_METRICS_PORT"]
        wait_until(lambda: _is_ready(f"http://127.0.0.1:{port}/readyz"), "the toy service")

    def kill(self) -> None:
        self.processes[-1].kill()
        self.processes[-1].wait()

    def stop(self) -> int:
        self.processes[-1].send_signal(signal.SIGTERM)
        return self.processes[-1].wait(20)

    def has_died(self) -> bool:
        return self.processes[-1].poll() is not None


@pytest.fixture
def bucket(servers, s3_bucket) -> str:
    client = minio_client(servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key)
    client.make_bucket(bucket_name=s3_bucket)
    return s3_bucket


@pytest.fixture
def handles() -> str:
    """Whether the toy gets its events one by one or in groups."""
    return "one by one"


@pytest.fixture
def toy(  # noqa: PLR0917
    engine, database_url, amqp_url, servers, bucket, tmp_path, handles
) -> Iterator[Toy]:
    """Not started yet; its queues are new, because each test has a name of its own."""
    environment = {key: value for key, value in os.environ.items() if "ORIGINPRINT" not in key}
    settings = {
        "AMQP_URL": amqp_url,
        "DATABASE_URL": database_url,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_BUCKET": bucket,
        "OBJECT_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "METRICS_PORT": str(_free_port()),
        "RETRY_DELAYS_SECONDS": "0.2,0.4,0.8",
    }
    environment |= {f"ORIGINPRINT_{name}": value for name, value in settings.items()}
    environment["TOY_HANDLES"] = handles
    environment["TOY_NAME"] = f"toy_{os.urandom(4).hex()}"
    toy = Toy(environment, tmp_path / "toy.log")
    yield toy
    for process in toy.processes:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


@pytest.fixture
def wire(amqp_url, toy) -> Iterator[Wire]:
    """The toy started, and the way to tell it of events."""
    toy.start()
    wire = Wire(amqp_url)
    yield wire
    wire.close()


@pytest.fixture
def handled(engine) -> Callable[[], list[str]]:
    """What the toy's handler committed, oldest first."""

    def read() -> list[str]:
        with engine.connect() as connection:
            return list(connection.execute(text("select name from marks order by id")).scalars())

    return read


def dead_letters_listed(amqp_url, capsys) -> str:
    """What the operator's command prints."""
    capsys.readouterr()
    dead_letters.main(["--amqp-url", amqp_url, "list"])
    return capsys.readouterr().out


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 25.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.05)


def _is_ready(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310
        return answer.status == 200
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
