"""`python -m services.print_svc.remember FILE`: originals that went out after a restore's moment.

FILE is a JSON list of `PrintReleased` as customs heard them, `-` for the standard input; of the
simulator `python -m customs.after_restore originals` writes it. To be run with the settings of
print_svc after `chassis.restored` and before any process of it starts. The ledger has no rows of
these prints.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from chassis.database import make_command_engine
from chassis.deliveries import Delivery
from chassis.settings import load
from chassis.transactions import Transaction, UnitOfWork
from contracts.errors import Refused
from contracts.printing import PrintReleased
from services.print_svc.domain.remembered import remembered
from services.print_svc.entrypoints.views import event_fields
from services.print_svc.settings import Settings
from services.print_svc.storage import restored, workstations


def remember(db: UnitOfWork, told: Iterable[dict[str, Any]]) -> list[str]:
    """The serials of those that were forgotten; neighbours are told of them again."""
    events = sorted(map(PrintReleased.from_wire, told), key=lambda event: event.released_at)
    with db.transaction() as tx:
        return [event.print_serial for event in events if _remember(tx, event)]


def _remember(tx: Transaction, event: PrintReleased) -> bool:
    job = remembered(event, workstation=_workstation(tx, event), nonce=secrets.token_urlsafe())
    if not restored.remember(tx.session, job):
        return False
    tx.publish(PrintReleased(**event_fields(job), released_at=event.released_at))
    return True


def _workstation(tx: Transaction, event: PrintReleased) -> str:
    """Its name; empty where it is forgotten too."""
    if event.workstation_id is None:
        return ""
    try:
        return workstations.find(tx.session, event.workstation_id).name
    except Refused:
        return ""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="services.print_svc.remember", description=__doc__)
    parser.add_argument("file", type=Path)
    file = parser.parse_args(arguments).file
    told = json.loads(sys.stdin.read() if str(file) == "-" else file.read_text())
    engine = make_command_engine(load(Settings).database_url)
    serials = remember(UnitOfWork(engine, Delivery("print_svc.remember")), told)
    print(f"{len(serials)} of {len(told)} originals had been forgotten: {', '.join(serials)}")


if __name__ == "__main__":
    main()
