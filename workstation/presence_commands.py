"""The commands by which this computer is enrolled, and says that it is there."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from contracts.workstations import (
    PairingStarted,
    WorkstationConnected,
    WorkstationPrinter,
    WorkstationState,
)
from workstation import VERSION
from workstation.card_watch import card_notices
from workstation.enrolment import Enrolment
from workstation.ipp import IppError, Printer
from workstation.jobs import print_waiting
from workstation.journal import Journal
from workstation.pairing import pair
from workstation.places import state_directory
from workstation.preflight import Preflight
from workstation.printing import Desk
from workstation.running import Program, run
from workstation.tickets import TicketClient
from workstation.upgrades import tell_of_upgrade


def add_commands(commands: Any) -> None:
    command = commands.add_parser("pair", help="enrol this computer: shows a code to be entered")
    command.add_argument("--gateway", required=True, metavar="URL")
    command.add_argument("--name", default=platform.node(), metavar="NAME")
    add_state(command)
    command.set_defaults(run=_pair)
    command = commands.add_parser("status", help="tell the gateway that it runs; show what it says")
    command.add_argument("--printer", metavar="ipp://HOST/PATH")
    add_state(command)
    command.set_defaults(run=_status)
    command = commands.add_parser("run", help="stay connected, and print what is ordered here")
    command.add_argument("--printer", metavar="ipp://HOST/PATH", help="without one nothing prints")
    command.add_argument("--patience", type=float, default=120.0, metavar="SECONDS")
    add_state(command)
    command.set_defaults(run=_run)


def add_state(command: argparse.ArgumentParser) -> None:
    """Where enrolment and journal lie."""
    command.add_argument("--state", type=Path, default=state_directory(), metavar="DIR")


def _pair(asked: argparse.Namespace) -> int:
    enrolment = pair(asked.gateway, asked.name, show=_show_code)
    enrolment.save(asked.state)
    _write(_enrolled_as(enrolment))
    return 0


def _show_code(begun: PairingStarted) -> None:
    until = begun.expires_at.astimezone()
    sys.stderr.write(
        f"配对码 code: {begun.user_code}\n"
        f"指纹 fingerprint: {begun.fingerprint}\n"
        f"请于 {until:%H:%M} 前在浏览器中输入 enter it in the browser before {until:%H:%M}\n"
    )
    sys.stderr.flush()


def _status(asked: argparse.Namespace) -> int:
    enrolment = Enrolment.load(asked.state)
    with TicketClient(enrolment) as tickets:
        told = tickets.announce(_printers_of(asked.printer))
    _write(_enrolled_as(enrolment) | told.model_dump(mode="json"))
    tell_of_upgrade(told.program)
    return 0


def _run(asked: argparse.Namespace) -> int:
    enrolment = Enrolment.load(asked.state)
    with ExitStack() as exits:
        run(
            Program(
                enrolment=enrolment,
                state=lambda: WorkstationState(
                    program_version=VERSION, printers=_printers_of(asked.printer)
                ),
                on_welcome=_welcomed,
                on_jobs=_printing(asked, enrolment, exits) if asked.printer else _wait,
                on_card_requests=card_notices(asked.state, enrolment),
            )
        )
    return 0


def _welcomed(told: WorkstationConnected) -> None:
    _write(told.model_dump(mode="json"))
    tell_of_upgrade(told.program)


def _wait() -> None:
    """Somebody else prints what is ordered, with `print` and a ticket."""


def _printing(
    asked: argparse.Namespace, enrolment: Enrolment, exits: ExitStack
) -> Callable[[], None]:
    """Prints what waits, on the one printer that was named."""
    desk = Desk(
        tickets=exits.enter_context(TicketClient(enrolment)),
        journal=exits.enter_context(Journal(asked.state)),
        printer_uri=asked.printer,
        patience=asked.patience,
    )
    return lambda: print_waiting(desk)


def _printers_of(uri: str | None) -> tuple[WorkstationPrinter, ...]:
    """What the printer says of itself now; one that is away is told as unreachable."""
    if uri is None:
        return ()
    try:
        found = Printer(uri).get_printer_attributes()
    except IppError:
        return (WorkstationPrinter(uri=uri, obstacles=("unreachable",)),)
    name = found.name or found.make_and_model
    obstacles = Preflight.of(found).obstacles()
    return (WorkstationPrinter(uri=uri, name=name[:200] if name else None, obstacles=obstacles),)


def _enrolled_as(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "workstation_id": str(enrolment.workstation_id),
        "name": enrolment.name,
        "enterprise_code": enrolment.enterprise_code,
        "gateway": enrolment.gateway,
        "version": VERSION,
    }


def _write(result: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()
