"""The whole product on servers of its own, one for each test file; each test has an enterprise."""

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from deploy.local.exporter import Client, Exporter, Officer, Person, authorized_exporter
from deploy.local.printer import LocalPrinter, local_printer
from deploy.local.stack import Stack, running_stack
from workstation.journal import Journal
from workstation.printing import Desk, print_ticket
from workstation.tickets import TicketClient

FAST = {  # the receipt's delay is that of customs and of auth_svc's countdown (R32: 120 s)
    "receipt_delay_seconds": "0.5",
    "layout_step_seconds": "0.2",
    "archive_delay_seconds": "0.2",
    "retry_delays_seconds": "0.5,1,2",
}
_seeds = itertools.count(os.getpid() * 1000)


@pytest.fixture(scope="module")
def stack(tmp_path_factory) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("stack")
    for folder in (root, *list(root.parents)[:2]):
        folder.chmod(0o711)  # PostgreSQL passes through as a user of its own
    with running_stack(root, durable=False, overrides={"*": FAST}) as stack:
        yield stack


@pytest.fixture
def officer(stack) -> Iterator[Officer]:
    officer = Officer(stack.gateway, stack.console_token)
    yield officer
    officer.close()


@pytest.fixture
def person(stack) -> Person:
    return Person.with_card(stack.cards, seed=next(_seeds))


@pytest.fixture
def other_person(stack) -> Person:
    return Person.with_card(stack.cards, seed=next(_seeds))


@pytest.fixture
def exporter(stack, officer, person) -> Iterator[Exporter]:
    exporter = authorized_exporter(stack.gateway, officer, person)
    yield exporter
    exporter.close()


@pytest.fixture
def other_exporter(stack, officer, other_person) -> Iterator[Exporter]:
    exporter = authorized_exporter(stack.gateway, officer, other_person)
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
def print_at_desk(stack, printer, tmp_path):
    """Print a ticket as the workstation `desk` does; the evidence it reported."""

    def print_at_desk(ticket: str):
        with (
            Journal(tmp_path / "journal") as journal,
            TicketClient(stack.gateway, workstation="desk") as tickets,
        ):
            return print_ticket(
                ticket, Desk(tickets=tickets, journal=journal, printer_uri=printer.uri)
            )

    return print_at_desk
