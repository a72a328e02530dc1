"""`print`: one ticket, for who brings it."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Final

from workstation.aging import forget_old
from workstation.commands import add_state
from workstation.enrolment import Enrolment
from workstation.journal import Journal
from workstation.printing import Desk, print_ticket
from workstation.tickets import TicketClient

_STATUS_OF_JOB: Final = {"completed": 0, "aborted": 1, "canceled": 1, "unknown": 4}
_STILL_GOING: Final = 3


def add_print(command: argparse.ArgumentParser) -> None:
    command.add_argument("ticket", metavar="TICKET")
    command.add_argument("--printer", required=True, metavar="ipp://HOST/PATH")
    add_state(command)
    command.add_argument("--patience", type=float, default=120.0, metavar="SECONDS")
    command.set_defaults(run=_print)


def _print(asked: argparse.Namespace) -> int:
    with (
        Journal(asked.state) as journal,
        TicketClient(Enrolment.load(asked.state)) as tickets,
    ):
        forget_old(journal, datetime.now(UTC))
        desk = Desk(
            tickets=tickets,
            journal=journal,
            printer_uri=asked.printer,
            patience=asked.patience,
        )
        evidence = print_ticket(asked.ticket, desk)
    told = evidence.model_dump(mode="json")
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return _STATUS_OF_JOB.get(evidence.job_state, _STILL_GOING)
