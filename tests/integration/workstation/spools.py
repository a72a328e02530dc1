"""A spool in this process, whose printer is fast and whose disk may be full."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from tests.integration.workstation import waiting
from tests.integration.workstation.fake_printer import FakePrinter
from tests.integration.workstation.front import Front
from workstation import spooling, surviving
from workstation.journal import Entry, Journal, Step
from workstation.printing import Desk
from workstation.spooling import Spool
from workstation.tickets import TicketClient

PDF: Final = b"%PDF-1.4 small"
until = partial(waiting.until, seconds=30.0)


class FullDisk(Journal):
    """Is full when this step is to be kept, once."""

    at: Step | None = None

    def save(self, entry: Entry) -> Entry:
        if entry.step is self.at:
            self.at = None
            raise sqlite3.OperationalError("database or disk is full")
        return super().save(entry)


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def desk(
    front: Front,
    printer: FakePrinter,
    open_door: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setattr(surviving, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(spooling, "HELD_SECONDS", 0.05)
    with TicketClient(front.enrolment) as tickets, FullDisk(tmp_path / "state") as journal:
        yield Desk(tickets=tickets, journal=journal, printer_uri=open_door(printer), patience=1.0)


def printed(front: Front, desk: Desk, spool: Spool) -> str:
    """One more, to the last word that is told of it."""
    [ticket] = front.order(PDF)
    spool.sync()
    until(lambda: {one.step for one in desk.journal.entries()} == {Step.REPORTED})
    return ticket
