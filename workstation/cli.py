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
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from workstation.words import both

_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "pair": ("pairing_commands", "enrol this computer: shows a code to be entered"),
    "status": ("presence_commands", "tell the gateway that it runs; show what it says"),
    "run": ("presence_commands", "stay connected, and print what is ordered here"),
    "print": ("print_command", "print a ticket's document, at most once"),
    "printers": (
        "printer_commands",
        "what printers say about what is needed 打印机：查找、添加、设为默认",
    ),
    "queue": ("queue_commands", "what prints, waits and went wrong 打印队列"),
    "log": ("queue_commands", "what was printed lately 打印记录"),
    "cancel": ("queue_commands", "cancel what waits 取消等待中的打印"),
    "answer": ("queue_commands", "answer a question of `queue` 回答问题"),
    "test-page": (
        "sample_commands",
        "try a printer without an original 打印测试页、测量并校正偏移",
    ),
    "scanner": (
        "scanner_commands",
        "the scanners here, and the usual one 扫描仪：查找、添加、设为常用",
    ),
    "scan": ("scan_commands", "scan an A4 sheet at 600 dpi, and have it inspected"),
    "doctor": ("doctor_commands", "check everything here, and say what to do"),
    "install-service": ("service_commands", "start at login, and after failures"),
    "window": ("window_commands", "what prints, waits and went wrong; card and PIN"),
}
"""By name: the module that is loaded when it is asked for, and what it is for."""
_CARD_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "issue": ("specimen_commands", "make a specimen card, and its authority if new"),
    "revoke": ("specimen_commands", "put a specimen card on its authority's list"),
    "sign": (
        "card_commands",
        "show a card statement and sign it; the signature in Base64 goes to stdout",
    ),
    "list": ("card_commands", "the certificates in the reader; no PIN is needed"),
    "use": ("card_commands", "choose the card of this workstation"),
    "log-in": ("card_commands", "sign for the browser that shows this code"),
    "requests": ("card_commands", "sign what waits here for the card"),
}
_STATUS_OF_ERROR: Final[Mapping[str, int]] = {
    "builtins.ValueError": 2,
    "workstation.preflight.PersonNeeded": 8,
    "workstation.preflight.PrinterUnfit": 5,
    "workstation.tickets.TicketRefused": 5,
    "workstation.tickets.DocumentDamaged": 5,
    "workstation.ipp.errors.PrinterBusy": 75,
    "workstation.ipp.errors.PrinterRefused": 5,
    "workstation.cards.CardError": 6,
    "workstation.scanning.faults.ScanError": 9,
    "workstation.enrolment.NotEnrolled": 7,
    "workstation.running.ConnectionRefused": 7,
    "workstation.tickets.GatewayUnreachable": 75,
    "workstation.journal.JournalInUse": 75,
    "workstation.ipp.errors.IppError": 75,
    "builtins.OSError": 2,
}
"""By name, because what is not loaded cannot have been raised."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit statuses stand in this module's docstring."""
    asked = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except Exception as error:
        status = _status_of(error)
        if status is None:
            raise
        sentence = getattr(error, "sentence", None)
        sys.stderr.write(f"{both(sentence) if sentence else error}\n")
        return status


def _status_of(error: Exception) -> int | None:
    """That of its nearest kind."""
    kinds = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    return next((_STATUS_OF_ERROR[kind] for kind in kinds if kind in _STATUS_OF_ERROR), None)


class _Command(argparse.ArgumentParser):
    """Its module gives it its arguments once it is the one that is asked for."""

    def __init__(self, *, module: str = "", adder: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._module, self._adder = module, adder

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._module:
            getattr(import_module(f"workstation.{self._module}"), self._adder)(self)
        return super().parse_known_args(args, namespace)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="originprint-workstation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = _add_all(parser, _COMMANDS)
    card = commands.add_parser("card", help="the card, what it signs, and specimen cards")
    _add_all(card, _CARD_COMMANDS)
    return parser


def _add_all(parser: argparse.ArgumentParser, known: Mapping[str, tuple[str, str]]) -> Any:
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Command)
    for name, (module, told) in known.items():
        adder = f"add_{name.replace('-', '_')}"
        commands.add_parser(name, help=told, module=module, adder=adder)
    return commands
