"""`make run`: the product kept up on this machine, seeded, until Ctrl-C.

A process that ends by itself is started again.
"""

import os
import signal
import sys
import threading
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from contracts.scanners import WorkstationScanner
from contracts.settings import PREFIX
from deploy.local.card_desk import at_card
from deploy.local.card_person import somebody_at_card
from deploy.local.client import ProblemError
from deploy.local.desk import WorkstationFailed, pair_by_code, running_workstation
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import PIN, Person
from deploy.local.printer import LocalPrinter, PrinterNotStarted, local_printer
from deploy.local.server import LOOPBACK, MissingProgramError, ServerFailedError, free_port
from deploy.local.servers import RootInUseError
from deploy.local.specimen_desk import Login, SpecimenPerson, specimen_desk
from deploy.local.specimen_scanner import SpecimenScanner
from deploy.local.stack import Stack, running_stack
from deploy.local.status_page import status_page
from deploy.local.supervision import Supervisor
from workstation.card_issuer import specimen_id_number
from workstation.enrolment import Enrolment, NotEnrolled
from workstation.scanners import Scanners

ROOT = Path("var/run")
WORKSTATION = ROOT / "workstation"
CARD = ROOT / "specimen-card.p12"
DELAYS = {"*": {"receipt_delay_seconds": "10"}}
"""Of customs and of auth_svc's countdown alike; 120 s each in earnest (R32)."""
TRACES = {"traces_url": os.environ.get(f"{PREFIX}TRACES_URL", "")}
"""Every process sends its spans where the command is told to."""
USER, PASSWORD = "specimen-operator", "specimen-password"
CERTIFICATES = 3
LOOK_SECONDS = 0.5
EXPECTED = (
    MissingProgramError,
    PrinterNotStarted,
    RootInUseError,
    ServerFailedError,
    WorkstationFailed,
)


def seed(stack: Stack, person: Person) -> list[str]:
    """An authorized enterprise with an operator and printable certificates; their numbers.

    What an earlier run left is used again.
    """
    officer = Officer(stack.gateway, stack.console_token)
    exporter = Exporter(stack.gateway, person)
    exporter.log_in()
    if not exporter.call("GET", "/sessions/current")["self_print"]:
        authorized_exporter(stack.gateway, officer, person).close()
        add_operator(exporter, USER)
    waiting = exporter.call("GET", "/certificates?print_status=waiting&archived=false")
    numbers = [found["certificate_no"] for found in waiting["certificates"]]
    for _ in range(CERTIFICATES - len(numbers)):
        numbers.append(officer.apply(person))
        officer.approve(numbers[-1])
    for number in numbers:
        exporter.wait_until(number, printable=True)
    return numbers


def _people(person: Person) -> tuple[SpecimenPerson, ...]:
    """Whom the simulation lets one play."""
    return (
        SpecimenPerson(
            name=person.name,
            enterprise_name=person.enterprise_name,
            enterprise_code=person.credit_code,
            id_number=person.id_number,
            logins=(
                Login(role="operator", user_name=USER, password=PASSWORD),
                Login(role="legal_person", pin=PIN),
            ),
        ),
    )


def add_operator(exporter: Exporter, user_name: str) -> None:
    """Who logs in by this name with PASSWORD; an earlier run's is left."""
    operator = {
        "name": "样本操作员",
        "id_number": specimen_id_number(77),
        "user_name": user_name,
        "password": PASSWORD,
    }
    try:
        exporter.call("POST", "/operators", json=operator)
    except ProblemError as error:
        if error.code != "operator.user_name_taken":
            raise


def _paired(stack: Stack, person: Person, printer: LocalPrinter, exits: ExitStack) -> Enrolment:
    """It prints, scans and has the card; an earlier run's workstation is used again."""
    scanner = exits.enter_context(SpecimenScanner(person))
    exporter = exits.enter_context(closing(Exporter(stack.gateway, person)))
    exporter.log_in()
    try:
        replace(Enrolment.load(WORKSTATION), gateway=stack.gateway).save(WORKSTATION)
    except NotEnrolled:
        pair_by_code(exporter, stack.gateway, WORKSTATION, "specimen-desk")
    at_card(WORKSTATION, "use", "--file", str(CARD))
    scanners = Scanners()
    scanners.add(WorkstationScanner(address=scanner.address, name="Specimen Scanner"))
    scanners.save(WORKSTATION)
    return exits.enter_context(running_workstation(exporter, WORKSTATION, printer.uri))


@dataclass(frozen=True)
class _Desk:
    """What stands on the exporter's desk."""

    printer: LocalPrinter
    tray: Path
    workstation: Enrolment


def _show(console: Console, stack: Stack, desk: _Desk, numbers: list[str], status: str) -> None:
    at = desk.workstation
    table = Table(show_header=False, box=None, padding=(0, 2))
    for name, value in (
        ("API", f"{stack.gateway}/api/v1"),
        ("its OpenAPI description", f"{stack.gateway}/api/v1/openapi.json"),
        ("customs console", f"{stack.gateway}/customs"),
        ("its OpenAPI description", f"{stack.gateway}/customs/openapi.json"),
        ("its bearer token", stack.console_token),
        ("operator", f"{USER} / {PASSWORD}"),
        ("legal-person card", f"{CARD}, PIN {PIN}"),
        ("printable certificates", ", ".join(numbers)),
        ("workstation", f"{at.name}, {at.workstation_id}"),
        ("its printer", desk.printer.uri),
        ("its scanner", "a stamped sheet in colour, a signed one in grey"),
        ("what came out of it", f"{desk.tray}, by certificate number and time"),
        ("broker", stack.servers.amqp_url),
        ("logs", str(stack.root / "logs")),
        ("how every process does", status),
    ):
        table.add_row(name, value)
    for name, address in sorted(stack.processes.addresses.items()):
        table.add_row(f"metrics of {name}", f"{address}/metrics")
    console.print(table)
    start = f"{stack.gateway}/simulation#{stack.console_token}"
    console.print(f"\n[bold]Open in a browser: {start}[/bold]\nCtrl-C stops everything.")


def _keep_up(console: Console, stack: Stack) -> None:
    """Until a signal ends it. Raises ServerFailedError."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    everything = (*stack.servers.processes, *stack.processes.applications.values())
    supervisor = Supervisor(everything, console.print)
    while not ended.wait(LOOK_SECONDS):
        supervisor.look()


def main() -> int:
    """0 after Ctrl-C; 1 with one sentence when it could not start or be kept up."""
    console = Console(highlight=False, soft_wrap=True)
    surroundings = free_port()
    overrides = {
        "*": DELAYS["*"] | TRACES,
        "gateway": {"specimen_url": f"http://{LOOPBACK}:{surroundings}"},
    }
    try:
        with (
            running_stack(ROOT, overrides=overrides, progress=console.print) as stack,
            local_printer(ROOT / "printer", "Specimen Printer") as printer,
            ExitStack() as exits,
        ):
            person = Person.with_card(stack.cards, seed=1)
            person.card.save(CARD)
            tray = printer.open_tray()
            with console.status("an enterprise, its seal, its authorization, certificates"):
                numbers = seed(stack, person)
                at = _paired(stack, person, printer, exits)
            at_card = exits.enter_context(somebody_at_card(at, WORKSTATION, CARD))
            exits.enter_context(specimen_desk(printer, _people(person), at_card, surroundings))
            page = status_page(stack.processes.addresses, stack.root / "logs")
            status = exits.enter_context(page)
            _show(console, stack, _Desk(printer, tray, at), numbers, status)
            _keep_up(console, stack)
            console.print("stopping …")
    except EXPECTED as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
