"""Some of the product's processes on servers of their own, and an exporter who is logged in."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.exporter import Exporter
from deploy.local.keys import CARDS
from deploy.local.person import Person
from deploy.local.postgres import let_through
from deploy.local.processes import Overrides, RunningProcesses, start_processes
from deploy.local.servers import RunningServers, private_servers
from workstation.card_issuer import SpecimenAuthority

UNLIMITED = {"gateway": {"limit_factor": "1000"}}
"""One account asks for as much as it can."""


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder for servers, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="originprint-bench-") as name:
        folder = Path(name)
        let_through(folder)
        yield folder


@dataclass(frozen=True)
class Running:
    servers: RunningServers
    processes: RunningProcesses
    exporter: Exporter

    @property
    def pids(self) -> dict[str, int]:
        """Of servers and processes by name."""
        return self.servers.pids | self.processes.pids


@contextmanager
def logged_in(
    root: Path, names: tuple[str, ...], overrides: Overrides = UNLIMITED
) -> Iterator[Running]:
    """`names` are those of the processes, the gateway among them."""
    let_through(root)
    with (
        private_servers(root / "servers") as servers,
        start_processes(servers, root, names=names, overrides=overrides) as processes,
    ):
        person = Person.with_card(SpecimenAuthority.load(root / "keys" / CARDS), 1)
        with closing(Exporter(processes.addresses["gateway"], person)) as exporter:
            exporter.log_in()
            yield Running(servers, processes, exporter)
