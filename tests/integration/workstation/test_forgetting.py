"""What is over takes no room in a program that runs for months."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.printing import Evidence
from tests.integration.workstation.fake_printer import COMPLETED, PROCESSING, FakePrinter
from tests.integration.workstation.front import Front
from tests.integration.workstation.test_surviving import PDF, printed, until
from workstation import spooling
from workstation.aging import KEPT
from workstation.journal import Entry, Journal, Step
from workstation.printing import Desk
from workstation.spooling import Spool
from workstation.tickets import TicketClient

pytestmark = pytest.mark.integration


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
    monkeypatch.setattr(spooling, "HELD_SECONDS", 0.05)
    with TicketClient(front.enrolment) as tickets, Journal(tmp_path / "state") as journal:
        yield Desk(tickets=tickets, journal=journal, printer_uri=open_door(printer), patience=1.0)


def test_tickets_of_what_is_over_are_forgotten(front: Front, desk: Desk) -> None:
    spool = Spool(desk)
    printed(front, desk, spool)
    printed(front, desk, spool)
    spool.sync()

    assert spool._tickets.digests() == set()


def test_the_document_of_what_is_cancelled_is_forgotten(
    front: Front, desk: Desk, printer: FakePrinter
) -> None:
    printer.job_state = PROCESSING
    spool = Spool(desk)
    first, ahead = front.order(PDF, 2)
    spool.sync()
    until(lambda: len(spool._ahead.digests()) == 1)
    front.over.add(ahead)
    spool.sync()
    left = spool._ahead.digests()
    printer.job_state = COMPLETED
    until(lambda: first in front.over)

    assert left == set()
    assert len(printer.jobs) == 1


def test_what_was_over_long_ago_leaves_the_journal(front: Front, desk: Desk) -> None:
    at = datetime.now(UTC) - KEPT - timedelta(days=1)
    told = Evidence(job_state="completed", finished_at=at)
    old = Entry(ticket_digest="0" * 64, queued_at=at, step=Step.REPORTED, evidence=told)
    desk.journal.save(old)
    printed(front, desk, Spool(desk))

    assert len(desk.journal.entries()) == 1
    assert old not in desk.journal.entries()
