"""A database with the chassis tables, events to send, and a toy service as a real process."""

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from chassis import dead_letters
from chassis.database import make_command_engine, make_engine
from chassis.deliveries import Delivery
from chassis.objects import minio_client
from chassis.tables import chassis_metadata
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_RING, TEST_SEALING_KEY, Wire
from chassis.transactions import UnitOfWork
from deploy.local.server import free_port
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
class ToyProcess:
    """One fork of the process that has imported the toy."""

    pid: int
    forks: subprocess.Popen[str]

    def exit_code(self) -> int | None:
        """None while it runs."""
        return ask(self.forks, self.pid)

    def end(self, number: signal.Signals) -> int:
        """Send the signal, wait at most 60 s; its exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        deadline = time.monotonic() + 60
        while (code := self.exit_code()) is None:
            assert time.monotonic() < deadline, "the toy does not end"
            time.sleep(0.02)
        return code


def ask(forks: subprocess.Popen[str], command: object) -> int | None:
    """See `tests.integration.chassis.toy.forks`."""
    forks.stdin.write(json.dumps(command) + "\n")
    forks.stdin.flush()
    return json.loads(forks.stdout.readline())


@pytest.fixture(scope="session")
def forks() -> Iterator[subprocess.Popen[str]]:
    """What starts toys, so that only one process spends two seconds on imports."""
    command = ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m"]
    with subprocess.Popen(
        [*command, "tests.integration.chassis.toy.forks"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as forks:
        yield forks
        forks.stdin.close()


@dataclass
class Toy:
    """The toy service as a process that a test may kill and start again."""

    environment: dict[str, str]
    log: Path
    forks: subprocess.Popen[str]
    process: ToyProcess | None = None

    def launch(self) -> None:
        self.log.touch()
        command = {"environment": self.environment, "log": str(self.log)}
        self.process = ToyProcess(ask(self.forks, command), self.forks)

    def start(self) -> None:
        """Returns when it is ready."""
        self.launch()
        wait_until(self.is_ready, "the toy service")

    def is_ready(self) -> bool:
        assert not self.has_died(), self.log.read_text()
        port = self.environment["ORIGINPRINT_METRICS_PORT"]
        return _answers_200(f"http://127.0.0.1:{port}/readyz")

    def kill(self) -> None:
        self.process.end(signal.SIGKILL)
        self.process = None

    def stop(self) -> int:
        code = self.process.end(signal.SIGTERM)
        self.process = None
        return code

    def has_died(self) -> bool:
        if self.process is not None and self.process.exit_code() is not None:
            self.process = None
        return self.process is None

    def said(self, event: str) -> list[dict[str, object]]:
        """Its log lines of this name; every line must be JSON."""
        return [line for line in self._lines() if line["event"] == event]

    def told_exceptions(self) -> list[dict[str, object]]:
        """Its log lines with a traceback, as of a channel that the broker closed."""
        return [line for line in self._lines() if "exception" in line]

    def _lines(self) -> list[dict[str, object]]:
        return list(map(json.loads, self.log.read_text().splitlines()))


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
def toy(engine, database_url, amqp_url, servers, bucket, tmp_path, handles, forks) -> Iterator[Toy]:
    """Not started yet; its queues are new, because each test has a name of its own."""
    environment = {key: value for key, value in os.environ.items() if "ORIGINPRINT" not in key}
    settings = {
        "AMQP_URL": amqp_url,
        "DATABASE_URL": database_url,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_BUCKET": bucket,
        "UPLOAD_KEYS": TEST_RING.written(),
        "SIGNING_KEY": base64.b64encode(TEST_KEY).decode(),
        "CALLER_KEYS": f"gateway={base64.b64encode(TEST_CALLER_KEYS[0][1]).decode()}",
        "DEAD_LETTER_SEALING_KEY": base64.b64encode(TEST_SEALING_KEY).decode(),
        "METRICS_PORT": str(free_port()),
        "RETRY_DELAYS_SECONDS": "0.1,0.2,0.3",
    }
    environment |= {f"ORIGINPRINT_{name}": value for name, value in settings.items()}
    environment["TOY_HANDLES"] = handles
    environment["TOY_NAME"] = f"toy_{os.urandom(4).hex()}"
    environment["TOY_DECLARES"] = "yes"
    environment["TOY_HOLDS_SECONDS"] = "600"
    environment["TOY_HOUSEKEEPING_SECONDS"] = "1"
    environment["TOY_FORWARDS_AFTER_SECONDS"] = "0"
    toy = Toy(environment, tmp_path / "toy.log", forks)
    yield toy
    if not toy.has_died():
        toy.kill()


@pytest.fixture
def wire(amqp_url, toy) -> Iterator[Wire]:
    """The toy started, and the way to tell it of events."""
    toy.start()
    wire = Wire(amqp_url)
    yield wire
    wire.close()


@pytest.fixture
def handled(database_url) -> Callable[[], list[str]]:
    """What the toy's handler committed, oldest first."""
    looking = make_command_engine(database_url)

    def read() -> list[str]:
        with looking.connect() as connection:  # a new one: the server may just have been restarted
            return list(connection.execute(text("select name from marks order by id")).scalars())

    return read


@pytest.fixture
def operators_key(monkeypatch) -> None:
    """The operator's command can open what the toy sealed."""
    monkeypatch.setenv(dead_letters.OPENING_KEYS_VARIABLE, base64.b64encode(TEST_KEY).decode())


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


def _answers_200(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - a loopback address
        return answer.status == 200
    return False
