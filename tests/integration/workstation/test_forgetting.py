"""What is over takes no room in a program that runs for months."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.printing import Evidence
from tests.integration.workstation.fake_printer import COMPLETED, PROCESSING, FakePrinter
from tests.integration.workstation.front import Front
from tests.integration.workstation.spools import PDF, desk, printed, printer, until
from workstation.aging import KEPT
from workstation.journal import Entry, Step
from workstation.printing import Desk
from workstation.spooling import Spool

__all__ = ["desk", "printer"]

pytestmark = pytest.mark.integration


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
