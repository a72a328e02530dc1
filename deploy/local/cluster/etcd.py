"""etcd: who knows which PostgreSQL is the primary. In Kubernetes the API server's is that."""

import os
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from deploy.local.cluster.networks import Machine
from deploy.local.server import Server, find_program, http_status

PORT = 2379


class Etcd(Server):
    name = "etcd"

    def __init__(self, home: Path, machine: Machine) -> None:
        self.program = find_program("etcd")
        self.machine = machine
        super().__init__(home)

    @property
    def host(self) -> str:
        return f"{self.machine.address}:{PORT}"

    def choose_ports(self) -> None:
        """It has a machine of its own."""

    def prepare(self) -> None:
        """Everything is said with its command."""

    def place(self) -> Sequence[str]:
        return self.machine.entered

    def command(self) -> Sequence[str | Path]:
        own = f"http://{self.host}"
        peer = f"http://{self.machine.address}:2380"
        return [
            self.program,
            *("--name", "etcd", "--data-dir", "data", "--log-level", "warn"),
            *("--listen-client-urls", own, "--advertise-client-urls", own),
            *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            *("--initial-cluster", f"etcd={peer}"),
        ]

    def environment(self) -> Mapping[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.home)}

    def answers(self) -> bool:
        return http_status(self.machine.address, PORT, "/health", 1) == HTTPStatus.OK
