"""PostgreSQL, RabbitMQ and S3 for one run on one machine: private, on loopback, ended with it."""

import dataclasses
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from contracts.accounts import BRIDGE
from contracts.object_accounts import grants
from deploy.broker.rights import accounts
from deploy.local import postgres, server
from deploy.local.object_store import ObjectStore
from deploy.local.postgres import DatabaseUrls, PostgreSQL
from deploy.local.rabbitmq import RabbitMQ, account_url, vhost_url
from deploy.local.rabbitmq_control import BrokerControl

_ENDPOINTS = "servers.json"
_AMQP = "amqp_{}"
_S3 = "s3_{}"
_ADMINISTRATOR = "administrator"


class RootInUseError(Exception):
    """Another copy keeps its servers in the same folder."""


@dataclass(frozen=True)
class Servers:
    """Where the servers are; usable from every process of the run."""

    amqp_url: str
    """The administrator's, in the virtual host of the services."""
    amqp_passwords: dict[str, str]
    """Of the accounts that may do only what is theirs to do."""
    postgres_url: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    """The administrator's."""
    s3_secrets: dict[str, str]
    """Of the accounts of processes, by their access keys."""
    broker: BrokerControl

    @classmethod
    def of(cls, root: Path) -> Self:
        """Those that `private_servers` keeps under this folder. Raises FileNotFoundError."""
        values = json.loads((root / _ENDPOINTS).read_text())
        return cls(**values | {"broker": BrokerControl(**values["broker"])})

    def create_database(self, name: str) -> str:
        """Its URL for the administrator; the database is made unless it exists."""
        return postgres.create_database(self.postgres_url, name)

    def create_owned_database(self, name: str) -> DatabaseUrls:
        """With roles of its own; the database is made unless it exists."""
        return postgres.create_owned_database(self.postgres_url, name)

    def drop_database(self, name: str) -> None:
        postgres.drop_database(self.postgres_url, name)

    def create_vhost(self, name: str) -> str:
        """Its URL; the virtual host is made unless it exists. Takes about 0.06 s."""
        self.broker.create_vhost(name)
        return self.amqp_url_in(name)

    def amqp_url_in(self, vhost: str) -> str:
        """The administrator's."""
        return vhost_url(self.amqp_url, vhost)

    def create_bridged_vhosts(self, services: str, customs: str) -> tuple[str, str]:
        """As `create_vhost`, with one for customs beside it and the bridge between them."""
        self.broker.create_bridged_vhosts(services, customs)
        return self.amqp_url_in(services), self.amqp_url_in(customs)

    def amqp_url_of(self, account: str, vhost: str = "/") -> str:
        """Where this account logs in."""
        return account_url(self.amqp_url_in(vhost), account, self.amqp_passwords[account])

    def delete_vhost(self, name: str) -> None:
        self.broker.delete_vhost(name)


@dataclass(frozen=True)
class RunningServers(Servers):
    """The servers as the process that started them sees them: it may stop and start each."""

    processes: tuple[RabbitMQ, PostgreSQL, ObjectStore] = dataclasses.field(repr=False)

    @property
    def pids(self) -> dict[str, int]:
        return {one.name: one.process.pid for one in self.processes if one.process is not None}

    def stop_broker(self) -> None:
        self.processes[0].stop()

    def kill_broker(self) -> None:
        """RabbitMQ 3.10 writes down which log is a queue's half a second after it was declared.

        A queue that is younger comes back without a leader, and stays so: it is written down here.
        """
        self.broker.evaluate("[ok = dets:sync(Table) || Table <- dets:all()], ok")
        self.processes[0].kill()

    def start_broker(self) -> None:
        server.restart(self.processes[0])

    def stop_database(self) -> None:
        self.processes[1].stop()

    def start_database(self) -> None:
        server.restart(self.processes[1])

    def stop_s3(self) -> None:
        self.processes[2].stop()

    def start_s3(self) -> None:
        server.restart(self.processes[2])


@contextmanager
def private_servers(
    root: Path,
    *,
    durable: bool = True,
    measured: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Iterator[RunningServers]:
    """Starts the three under `root`, keeps their data there, stops them at the end.

    `measured`: the broker shows Prometheus its metrics.

    Raises MissingProgramError, RootInUseError, ServerFailedError.
    """
    root = root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with alone_in(root):
        passwords = kept_passwords(root / "passwords.json")
        accounts = of_accounts(passwords)
        broker = RabbitMQ(root / "rabbitmq", passwords["amqp"], accounts, measured=measured)
        database = PostgreSQL(root / "postgres", passwords["postgres"], durable=durable)
        objects = ObjectStore(root / "objects", of_objects(passwords))
        processes = (broker, database, objects)
        server.start(processes, progress or (lambda _: None))
        try:
            yield _published(root, processes)
        finally:
            (root / _ENDPOINTS).unlink(missing_ok=True)
            server.stop(processes)


def _published(root: Path, processes: tuple[RabbitMQ, PostgreSQL, ObjectStore]) -> RunningServers:
    broker, database, objects = processes
    found = described(broker, database.url, objects)
    _write_private(root / _ENDPOINTS, json.dumps(dataclasses.asdict(found)))
    return RunningServers(**vars(found), processes=processes)


class Broker(Protocol):
    """One node or several."""

    accounts: Mapping[str, str]

    @property
    def url(self) -> str: ...
    @property
    def control(self) -> BrokerControl: ...


def described(broker: Broker, postgres_url: str, objects: ObjectStore) -> Servers:
    return Servers(
        amqp_url=broker.url,
        amqp_passwords=dict(broker.accounts),
        postgres_url=postgres_url,
        s3_endpoint=objects.endpoint,
        s3_access_key=_ADMINISTRATOR,
        s3_secret_key=objects.accounts[_ADMINISTRATOR],
        s3_secrets={name: objects.accounts[name] for name in grants()},
        broker=broker.control,
    )


@contextmanager
def alone_in(root: Path) -> Iterator[None]:
    """Raises RootInUseError while another copy keeps its servers there."""
    with (root / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RootInUseError(f"another copy runs in {root}: stop it first") from None
        yield


def kept_passwords(file: Path) -> dict[str, str]:
    """Those of the first start, so that a later one opens the same data; new ones for new names."""
    of_accounts = (*map(_AMQP.format, accounts()), *map(_S3.format, (_ADMINISTRATOR, *grants())))
    names = ("amqp", "postgres", *of_accounts)
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    passwords = {name: secrets.token_hex(16) for name in names} | kept
    if passwords != kept:
        _write_private(file, json.dumps(passwords))
    return passwords


def of_accounts(passwords: Mapping[str, str]) -> dict[str, str]:
    """The bridge has none: it is in the broker."""
    return {name: passwords[_AMQP.format(name)] for name in accounts() if name != BRIDGE}


def of_objects(passwords: Mapping[str, str]) -> dict[str, str]:
    """By access key, of which the administrator's belongs to no process."""
    return {name: passwords[_S3.format(name)] for name in (_ADMINISTRATOR, *grants())}


def _write_private(file: Path, text: str) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as private:
        private.write(text)
