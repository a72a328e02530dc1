"""The whole product on servers of its own and one enterprise, for each test file.

Each test has certificates of its own; what is said of a whole enterprise needs another one.
"""

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from deploy.local.client import Client
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.printer import LocalPrinter, local_printer
from deploy.local.specimen_scans import seal_scan
from deploy.local.stack import PACE, Stack, running_stack
from workstation.journal import Journal
from workstation.printing import Desk, print_ticket

_seeds = itertools.count(os.getpid() * 1000)


@pytest.fixture(scope="module")
def pace() -> dict[str, str]:
    """The settings of the module's stack that are not those of every day."""
    return PACE


@pytest.fixture(scope="module")
def stack(tmp_path_factory, pace) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("stack")
    for folder in (root, *list(root.parents)[:2]):
        folder.chmod(0o711)  # PostgreSQL passes through as a user of its own
    with running_stack(root, durable=False, overrides={"*": pace}) as stack:
        yield stack


@pytest.fixture(scope="module")
def officer(stack) -> Iterator[Officer]:
    officer = Officer(stack.gateway, stack.console_token)
    yield officer
    officer.close()


@pytest.fixture
def other_person(stack) -> Person:
    return Person.with_card(stack.cards, seed=next(_seeds))


@pytest.fixture(scope="session")
def seal() -> bytes:
    """Every enterprise's, because to draw one takes seconds."""
    return seal_scan(name="SPECIMEN TRADING CO., LTD", credit_code="000000000000000000")


@pytest.fixture(scope="module")
def exporter(stack, officer, seal) -> Iterator[Exporter]:
    person = Person.with_card(stack.cards, seed=next(_seeds))
    exporter = authorized_exporter(stack.gateway, officer, person, seal)
    yield exporter
    exporter.close()


@pytest.fixture
def other_exporter(stack, officer, other_person, seal) -> Iterator[Exporter]:
    exporter = authorized_exporter(stack.gateway, officer, other_person, seal)
    yield exporter
    exporter.close()


@pytest.fixture
def public(stack) -> Iterator[Client]:
    client = Client(f"{stack.gateway}/api/v1")
    yield client
    client.close()


@pytest.fixture
def approved(officer, exporter) -> Callable[..., str]:
    """Approve a specimen application of the exporter and wait until it may be printed."""

    def approve(**changes) -> str:
        certificate_no = officer.apply(exporter.person, **changes)
        officer.approve(certificate_no)
        exporter.wait_until(certificate_no, printable=True)
        return certificate_no

    return approve


@pytest.fixture
def printer(tmp_path) -> Iterator[LocalPrinter]:
    with local_printer(tmp_path / "printer") as printer:
        yield printer


@pytest.fixture
def print_at_desk(exporter, printer, tmp_path):
    """Print a ticket as the exporter's workstation does; the evidence it reported."""

    def print_at_desk(ticket: str):
        with Journal(tmp_path / "journal") as journal:
            return print_ticket(
                ticket, Desk(tickets=exporter.desk, journal=journal, printer_uri=printer.uri)
            )

    return print_at_desk
