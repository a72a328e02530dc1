"""The commands by which this computer says that it is there, and prints what is ordered."""

import argparse
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from contracts.unanswered import UnansweredPrint
from contracts.workstation_program import WorkstationConnected, WorkstationState
from workstation import VERSION
from workstation.asked import card_notices
from workstation.commands import add_state, enrolled_as, write
from workstation.enrolment import Enrolment
from workstation.ipp import keep_pins_in
from workstation.journal import Journal
from workstation.link import Link
from workstation.preflight import load_rules, save_rules
from workstation.printers import PINS, Printers, adjusted, told_of
from workstation.printing import Desk
from workstation.running import Program, run
from workstation.scan_watch import ScanWatch
from workstation.scanners import Scanners
from workstation.spooling import Spool
from workstation.tickets import TicketClient
from workstation.unanswered import Reminders, sentence_of, teller
from workstation.upgrades import tell_of_upgrade


def add_status(command: argparse.ArgumentParser) -> None:
    command.add_argument("--printer", metavar="ipp://HOST/PATH")
    add_state(command)
    command.set_defaults(run=_status)


def add_run(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--printer",
        metavar="ipp://HOST/PATH",
        help="the default one; those of `printers` are known",
    )
    command.add_argument("--patience", type=float, default=120.0, metavar="SECONDS")
    add_state(command)
    command.set_defaults(run=_run)


def _status(asked: argparse.Namespace) -> int:
    enrolment = Enrolment.load(asked.state)
    with TicketClient(enrolment) as tickets:
        printers = told_of(_printers_of(asked), load_rules(asked.state))
        scanners = Scanners.load(asked.state).told()
        told, unanswered = tickets.announce(printers, scanners), tickets.unanswered_prints()
    shown = {"unanswered": [_shown(one) for one in unanswered.prints]}
    write(enrolled_as(enrolment) | told.model_dump(mode="json") | shown)
    tell_of_upgrade(told.program)
    return 0


def _shown(one: UnansweredPrint) -> dict[str, Any]:
    said = sentence_of(one)
    told = {"zh": said.whole_zh, "en": said.whole_en}
    return one.model_dump(mode="json", include={"job_id", "certificate_no", "parts"}) | told


def _run(asked: argparse.Namespace) -> int:
    enrolment = Enrolment.load(asked.state)
    with ExitStack() as exits:
        printers = _printers_of(asked)
        journal = exits.enter_context(Journal(asked.state)) if printers.default else None

        def state() -> WorkstationState:
            told = told_of(_printers_of(asked), load_rules(asked.state), journal)
            scanners = Scanners.load(asked.state).told()
            return WorkstationState(program_version=VERSION, printers=told, scanners=scanners)

        changed = threading.Event()
        tickets = exits.enter_context(TicketClient(enrolment))
        link = Link(tickets)
        run(
            Program(
                enrolment=enrolment,
                state=state,
                on_welcome=lambda told: _welcomed(told, asked.state),
                on_jobs=_printing(asked, enrolment, journal, link, exits) if journal else _wait,
                on_card_requests=card_notices(asked.state, enrolment),
                on_unanswered=Reminders(asked.state, tickets.unanswered_prints, teller()).notice,
                on_scan_requests=ScanWatch(asked.state, enrolment, changed.set).notice,
                link=link,
                changed=changed,
            )
        )
    return 0


def _welcomed(told: WorkstationConnected, state: Path) -> None:
    save_rules(state, told.program.printer_rules)
    write(told.model_dump(mode="json"))
    tell_of_upgrade(told.program)


def _wait() -> None:
    """Somebody else prints what is ordered, with `print` and a ticket."""


def _printing(
    asked: argparse.Namespace,
    enrolment: Enrolment,
    journal: Journal,
    link: Link,
    exits: ExitStack,
) -> Callable[[], None]:
    """Prints what waits: on the printer that the order names, or on the default one."""
    desk = Desk(
        tickets=exits.enter_context(TicketClient(enrolment)),
        journal=journal,
        printer_uri=_printers_of(asked).default or "",
        patience=asked.patience,
        rules=lambda: load_rules(asked.state),
        adjusted=lambda pdf, uri: adjusted(pdf, uri, asked.state),
    )
    return Spool(desk, link.send).sync


def _printers_of(asked: argparse.Namespace) -> Printers:
    """Those that are known here; one that is named now is among them and the default."""
    keep_pins_in(asked.state / PINS)
    printers = Printers.load(asked.state)
    if asked.printer:
        printers.add(asked.printer)
        printers.default = asked.printer
    return printers
