"""The whole product on one machine: servers, services, customs and gateway."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.application import REPOSITORY
from deploy.local.keys import CARDS, kept_keys
from deploy.local.processes import RunningProcesses, start_processes
from deploy.local.server import Progress
from deploy.local.servers import RunningServers, private_servers
from workstation.card_issuer import SpecimenAuthority

_ADDRESSES: Final = "addresses.json"

PACE: Final = {
    "receipt_delay_seconds": "0.5",
    "layout_step_seconds": "0.2",
    "archive_delay_seconds": "0.2",
    "retry_delays_seconds": "0.5,1,2",
    "send_seconds": "6",
    "pauses_seconds": "0.5,1",
}
"""Settings of a product in a hurry; the receipt's delay is that of customs and of auth_svc's
countdown (R32: 120 s)."""
CROWDED: Final = PACE | {"limit_factor": "1000"}
"""The same where one machine stands for the country: hundreds of calls from one address are no
flood."""


@dataclass(frozen=True)
class RunningProduct:
    """As much of one as is seen in `root`, which holds its data, keys and logs."""

    root: Path

    @property
    def gateway(self) -> str:
        return str(json.loads((self.root / _ADDRESSES).read_text())["gateway"])

    @property
    def console_token(self) -> str:
        return kept_keys(self.root)["customs_console_token"]

    @property
    def cards(self) -> SpecimenAuthority:
        """The authority whose specimen cards this product trusts."""
        return SpecimenAuthority.load(self.root / "keys" / CARDS)


@dataclass(frozen=True)
class Stack(RunningProduct):
    """One whose servers and processes may be stopped and started."""

    servers: RunningServers
    processes: RunningProcesses

    @property
    def pids(self) -> dict[str, int]:
        """Of servers and processes by name."""
        return self.servers.pids | self.processes.pids


def tell_addresses(root: Path, processes: RunningProcesses) -> None:
    """To whoever finds the product by its folder."""
    (root / _ADDRESSES).write_text(json.dumps(processes.addresses, indent=2))


@contextmanager
def running_stack(
    root: Path,
    *,
    durable: bool = True,
    measured: bool = False,
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    source: Path = REPOSITORY,
    progress: Progress | None = None,
) -> Iterator[Stack]:
    """Start everything under `root` and stop it at the end; what it stored stays for next time.

    `source` is the tree whose code runs; a broker that is `measured` tells Prometheus of itself.
    """
    root = root.resolve()
    with (
        private_servers(
            root / "servers", durable=durable, measured=measured, progress=progress
        ) as servers,
        start_processes(
            servers, root, overrides=overrides, source=source, progress=progress
        ) as processes,
    ):
        tell_addresses(root, processes)
        yield Stack(root, servers, processes)
