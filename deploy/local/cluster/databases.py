"""PostgreSQL of several servers under Patroni, configured as the manifests configure it.

In Kubernetes CloudNativePG does what Patroni does here: both promote the standby that has
everything which was ever acknowledged, and stop a primary that nobody can reach any more.
"""

import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import psycopg2
import yaml

from contracts.postgresql import CONNECTION_OPTIONS, libpq_url
from deploy.local.cluster.etcd import Etcd
from deploy.local.cluster.manifests import database_cluster
from deploy.local.cluster.networks import Machine
from deploy.local.cluster.node import Node
from deploy.local.postgres import USER, binaries
from deploy.local.server import find_program, http_status

PORT = 5432
_PATRONI_PORT = 8008
_SYSTEM_USER = "postgres"
LEASE_SECONDS: Final = 8
"""A primary that has not renewed it is none any more, and another one is chosen."""
_LOOK_SECONDS: Final = 2
_WAL_KEPT: Final = "512MB"
"""As CloudNativePG does where nothing else is said: a standby that got more than the one that was
promoted is rewound by it, and without it stays away."""


class DatabaseNode(Node):
    """One Patroni with its PostgreSQL, on a machine of its own."""

    stop_seconds = 30.0
    start_seconds = 180.0

    def __init__(self, home: Path, machine: Machine, etcd: Etcd, password: str) -> None:
        self.name = f"PostgreSQL on {machine.name}"
        self.program = find_program("patroni")
        self.machine = machine
        self.etcd = etcd
        self.password = password
        super().__init__(home)

    def choose_ports(self) -> None:
        """It has a machine of its own."""

    def identity(self) -> Sequence[str]:
        return ("--reuid", _SYSTEM_USER, "--regid", _SYSTEM_USER, "--init-groups")

    def prepare(self) -> None:
        configuration = self.home / "patroni.yaml"
        configuration.write_text(yaml.safe_dump(_configuration(self)))
        configuration.chmod(0o600)
        for path in (self.home, configuration):
            shutil.chown(path, _SYSTEM_USER, _SYSTEM_USER)

    def command(self) -> Sequence[str | Path]:
        return [self.program, "patroni.yaml"]

    def environment(self) -> Mapping[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.home)}

    def answers(self) -> bool:
        """As the primary or as a standby that follows it."""
        return self._is("health") and (self._is("primary") or self._is("replica"))

    @property
    def is_primary(self) -> bool:
        return self._is("primary")

    def kill(self) -> None:
        """Patroni, the postmaster and every process of it at one moment, as a machine dies."""
        self.signal(signal.SIGKILL)
        super().kill()

    def _is(self, what: str) -> bool:
        return http_status(self.machine.address, _PATRONI_PORT, f"/{what}", 1) == HTTPStatus.OK


class DatabaseCluster:
    """All of them, as one database to its clients."""

    def __init__(self, home: Path, machines: Sequence[Machine], etcd: Etcd, password: str) -> None:
        self.password = password
        self.nodes = [
            DatabaseNode(home / machine.name, machine, etcd, password) for machine in machines
        ]

    @property
    def url(self) -> str:
        """With every server; whichever is the primary answers."""
        hosts = ",".join(f"{node.machine.address}:{PORT}" for node in self.nodes)
        return f"postgresql+psycopg2://{USER}:{self.password}@{hosts}/postgres"

    def primary(self) -> DatabaseNode:
        return next(node for node in self.nodes if node.is_primary)

    def is_whole(self) -> bool:
        """Whether any node may go: each standby gets the log as it is written.

        One that Patroni starts again and again answers in between and gets nothing.
        """
        try:
            return self._following() == len(self.nodes) - 1
        except psycopg2.OperationalError:
            return False

    def _following(self) -> int:
        """So many standbys get the log. Raises psycopg2.OperationalError without a primary."""
        options = CONNECTION_OPTIONS | {"connect_timeout": 2}
        with closing(psycopg2.connect(libpq_url(self.url), **options)) as connection:
            cursor = connection.cursor()
            cursor.execute("select count(*) from pg_stat_replication where state = 'streaming'")
            return int(cursor.fetchone()[0])


def _configuration(node: DatabaseNode) -> dict[str, Any]:
    address, home = node.machine.address, node.home
    own_interface = f"{address}:{_PATRONI_PORT}"
    account = {"username": USER, "password": node.password}
    return {
        "scope": "originprint",
        "name": node.machine.name,
        "restapi": {"listen": own_interface, "connect_address": own_interface},
        "etcd3": {"host": node.etcd.host},
        "bootstrap": {
            "dcs": _agreed(),
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "no-sync"],
            "pg_hba": [
                "local all all trust",
                "host all all 10.77.0.0/24 scram-sha-256",
                "host replication all 10.77.0.0/24 scram-sha-256",
            ],
        },
        "postgresql": {
            "listen": f"{address}:{PORT}",
            "connect_address": f"{address}:{PORT}",
            "data_dir": str(home / "data"),
            "bin_dir": str(binaries()),
            "pgpass": str(home / "pgpass"),
            "authentication": {"superuser": account, "replication": account, "rewind": account},
            "parameters": {"unix_socket_directories": ""},
        },
    }


def _agreed() -> dict[str, Any]:
    """What CloudNativePG makes of the manifest, in Patroni's words."""
    spec = database_cluster()
    synchronous = spec["postgresql"]["synchronous"]
    parameters = {"wal_keep_size": _WAL_KEPT} | spec["postgresql"]["parameters"]
    return {
        "ttl": LEASE_SECONDS,
        "loop_wait": _LOOK_SECONDS,
        "retry_timeout": 3,
        "maximum_lag_on_failover": 0,
        "synchronous_mode": True,
        "synchronous_mode_strict": synchronous["dataDurability"] == "required",
        "synchronous_node_count": synchronous["number"],
        "postgresql": {"use_pg_rewind": True, "parameters": parameters},
    }
