"""One enterprise for each test file.

Each test has certificates of its own; what is said of a whole enterprise needs another one.
"""

from collections.abc import Callable, Iterator

import pytest

from deploy.local.client import Client
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.person import Person
from deploy.local.printer import LocalPrinter, local_printer
from workstation.journal import Journal
from workstation.printing import Desk, print_ticket


@pytest.fixture
def other_person(new_person) -> Person:
    return new_person()


@pytest.fixture(scope="module")
def exporter(stack, officer, seal, new_person) -> Iterator[Exporter]:
    exporter = authorized_exporter(stack.gateway, officer, new_person(), seal)
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
