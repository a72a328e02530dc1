"""The workstation's commands. Results are JSON on standard output, logs JSON on standard error.

Exit statuses:
    0   done; of a print: the device says that it completed the job
    1   the device aborted or cancelled the job
    2   wrong usage: an address, a number, a file that is not there
    3   the job has not ended within the patience; the same command goes on watching it
    4   it is not known what became of the job; it is not sent again
    5   refused, nothing was printed: unfit printer, ticket, damaged document
    6   wrong PIN, or a card that cannot be read
    7   not enrolled, or revoked: `pair` first
    8   the printer does not say what is needed: `answer` for it once, then again
    9   no scan came from the scanner; of an inspection: 1 the scan is refused
    75  try again: printer or gateway away, printer busy, state directory in use
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import structlog
from cryptography import x509

from workstation.card_commands import add_card_commands
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import CardError
from workstation.commands import add_state
from workstation.doctor_commands import add_doctor_command
from workstation.enrolment import Enrolment, NotEnrolled
from workstation.ipp import IppError, PrinterBusy, PrinterRefused
from workstation.journal import Journal, JournalInUse
from workstation.preflight import PersonNeeded, PrinterUnfit
from workstation.presence_commands import add_commands
from workstation.printer_commands import add_printer_commands
from workstation.printing import Desk, print_ticket
from workstation.queue_commands import add_queue_commands
from workstation.running import ConnectionRefused
from workstation.sample_commands import add_sample_commands
from workstation.scan_commands import add_scan_command
from workstation.scanning import ScanError
from workstation.service_commands import add_service_command
from workstation.terminal import PIN_VARIABLE, given_pin
from workstation.tickets import DocumentDamaged, GatewayUnreachable, TicketClient, TicketRefused
from workstation.window_commands import add_window_command
from workstation.words import both

_STATUS_OF_JOB: Final = {"completed": 0, "aborted": 1, "canceled": 1, "unknown": 4}
_STILL_GOING: Final = 3
_STATUS_OF_ERROR: Final[Mapping[type[Exception], int]] = {
    ValueError: 2,
    PersonNeeded: 8,
    PrinterUnfit: 5,
    TicketRefused: 5,
    DocumentDamaged: 5,
    PrinterBusy: 75,
    PrinterRefused: 5,
    CardError: 6,
    ScanError: 9,
    NotEnrolled: 7,
    ConnectionRefused: 7,
    GatewayUnreachable: 75,
    JournalInUse: 75,
    IppError: 75,
    OSError: 2,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit statuses stand in this module's docstring."""
    _log_to_stderr()
    asked = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except tuple(_STATUS_OF_ERROR) as error:
        said = both(error.sentence) if isinstance(error, CardError | ScanError) else str(error)
        sys.stderr.write(f"{said}\n")
        return next(status for kind, status in _STATUS_OF_ERROR.items() if isinstance(error, kind))


def _print(asked: argparse.Namespace) -> int:
    with (
        Journal(asked.state) as journal,
        TicketClient(Enrolment.load(asked.state)) as tickets,
    ):
        desk = Desk(
            tickets=tickets,
            journal=journal,
            printer_uri=asked.printer,
            patience=asked.patience,
        )
        evidence = print_ticket(asked.ticket, desk)
    _write(evidence.model_dump(mode="json"))
    return _STATUS_OF_JOB.get(evidence.job_state, _STILL_GOING)


def _issue(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if not (asked.authority / "ca.key").exists():
        SpecimenAuthority.create(now=now).save(asked.authority)
        SpecimenAuthority.load(asked.authority).publish_list(asked.authority, now=now)
    holder = Holder(
        name=asked.name,
        enterprise_name=asked.enterprise,
        role=CardRole(asked.role),
        credit_code=asked.credit_code or specimen_credit_code(asked.seed),
        id_number=asked.id_number or specimen_id_number(asked.seed),
    )
    authority = SpecimenAuthority.load(asked.authority)
    authority.issue(holder, pin=_pin(), validity=days_from(now, asked.days)).save(asked.out)
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    certificate = x509.load_pem_x509_certificate(asked.card.with_suffix(".pem").read_bytes())
    authority = SpecimenAuthority.load(asked.authority)
    authority.publish_list(asked.authority, now=datetime.now(UTC), revoke=certificate)
    return 0


def _pin() -> str:
    pin = given_pin()
    if pin is None:
        raise ValueError(f"a PIN is needed, on standard input or in {PIN_VARIABLE}")
    return pin


def _write(result: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="originprint-workstation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_commands(commands)
    _add_print(commands)
    add_printer_commands(commands)
    add_queue_commands(commands)
    add_sample_commands(commands)
    add_scan_command(commands)
    add_doctor_command(commands)
    add_service_command(commands)
    add_window_command(commands)
    card = commands.add_parser("card", help="the card, what it signs, and specimen cards")
    _add_card(card.add_subparsers(required=True, metavar="COMMAND"))
    return parser


def _add_print(commands: Any) -> None:
    command = commands.add_parser("print", help="print a ticket's document, at most once")
    command.add_argument("ticket", metavar="TICKET")
    command.add_argument("--printer", required=True, metavar="ipp://HOST/PATH")
    add_state(command)
    command.add_argument("--patience", type=float, default=120.0, metavar="SECONDS")
    command.set_defaults(run=_print)


def _add_card(commands: Any) -> None:
    issue = commands.add_parser("issue", help="make a specimen card, and its authority if new")
    issue.add_argument("--authority", type=Path, required=True, metavar="DIR")
    issue.add_argument("--out", type=Path, required=True, metavar="CARD.p12")
    issue.add_argument("--name", required=True)
    issue.add_argument("--enterprise", required=True, metavar="ENGLISH-NAME")
    issue.add_argument("--role", choices=[role.value for role in CardRole], required=True)
    issue.add_argument("--credit-code")
    issue.add_argument("--id-number")
    issue.add_argument("--seed", type=int, default=1, help="of the numbers not given")
    issue.add_argument("--days", type=int, default=365)
    issue.set_defaults(run=_issue)
    revoke = commands.add_parser("revoke", help="put a specimen card on its authority's list")
    revoke.add_argument("--authority", type=Path, required=True, metavar="DIR")
    revoke.add_argument("--card", type=Path, required=True, metavar="CARD.p12")
    revoke.set_defaults(run=_revoke)
    add_card_commands(commands)
