"""Some of the product's processes on servers of their own, and an exporter who is logged in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from deploy.local.exporter import Exporter
from deploy.local.keys import CARDS
from deploy.local.person import Person
from deploy.local.processes import Overrides, start_processes
from deploy.local.servers import Servers, private_servers
from workstation.card_issuer import SpecimenAuthority

UNLIMITED = {"gateway": {"limit_factor": "1000"}}
"""One account asks for as much as it can."""


@contextmanager
def logged_in(
    root: Path, names: tuple[str, ...], overrides: Overrides = UNLIMITED
) -> Iterator[tuple[Servers, Exporter]]:
    """`names` are those of the processes, the gateway among them."""
    root.chmod(0o711)  # PostgreSQL passes through as a user of its own
    with (
        private_servers(root / "servers") as servers,
        start_processes(servers, root, names=names, overrides=overrides) as processes,
    ):
        person = Person.with_card(SpecimenAuthority.load(root / "keys" / CARDS), 1)
        with closing(Exporter(processes.addresses["gateway"], person)) as exporter:
            exporter.log_in()
            yield servers, exporter
