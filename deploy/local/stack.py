"""The whole product on one machine: servers, services, customs and gateway."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.keys import CARDS, kept_keys
from deploy.local.processes import RunningProcesses, start_processes
from deploy.local.server import Progress
from deploy.local.servers import RunningServers, private_servers
from workstation.card_issuer import SpecimenAuthority


@dataclass(frozen=True)
class Stack:
    """A running product; `root` holds its data, keys and logs."""

    root: Path
    servers: RunningServers
    processes: RunningProcesses

    @property
    def gateway(self) -> str:
        return self.processes.addresses["gateway"]

    @property
    def console_token(self) -> str:
        return kept_keys(self.root)["customs_console_token"]

    @property
    def cards(self) -> SpecimenAuthority:
        """The authority whose specimen cards this product trusts."""
        return SpecimenAuthority.load(self.root / "keys" / CARDS)


@contextmanager
def running_stack(
    root: Path,
    *,
    durable: bool = True,
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
) -> Iterator[Stack]:
    """Start everything under `root` and stop it at the end; what it stored stays for next time."""
    root = root.resolve()
    with (
        private_servers(root / "servers", durable=durable, progress=progress) as servers,
        start_processes(servers, root, overrides=overrides, progress=progress) as processes,
    ):
        (root / "addresses.json").write_text(json.dumps(processes.addresses, indent=2))
        yield Stack(root, servers, processes)
