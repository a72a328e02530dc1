"""Printing goes on after errors that nobody expected, and what may have been sent is not again."""

from collections.abc import Callable
from dataclasses import replace
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest

from tests.integration.workstation.fake_printer import FakePrinter
from tests.integration.workstation.front import Front
from tests.integration.workstation.spools import PDF, desk, printed, printer, until
from workstation import spooling
from workstation.ipp import Printer
from workstation.journal import Step
from workstation.printing import Desk
from workstation.queue import answer, read_queue
from workstation.spooling import Spool

__all__ = ["desk", "printer"]

pytestmark = pytest.mark.integration

BAD = b"%PDF-1.4 bad"


class Once:
    """A call that fails the first time, before or after it is done."""

    def __init__(self, call: Callable[..., Any], *, done: bool = False) -> None:
        self._call, self._done, self.failed = call, done, False

    def __call__(self, *given: Any, **named: Any) -> Any:
        if self.failed:
            return self._call(*given, **named)
        self.failed = True
        if self._done:
            self._call(*given, **named)
        raise RuntimeError("nobody expected this")


@pytest.mark.parametrize("step", [Step.QUEUED, Step.SENDING, Step.SENT, Step.FINISHED])
def test_a_disk_that_is_full_at_a_step_delays_a_print_and_doubles_none(
    front: Front, printer: FakePrinter, desk: Desk, step: Step
) -> None:
    spool, desk.journal.at = Spool(desk), step
    tickets = [printed(front, desk, spool), printed(front, desk, spool)]

    assert desk.journal.at is None
    assert len(printer.jobs) == 2
    assert [front.told(one)[-1]["job_state"] for one in tickets] == ["completed", "completed"]


def test_a_printer_whose_look_fails_in_an_unexpected_way_is_looked_at_again(
    front: Front, printer: FakePrinter, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Once(spooling.look)
    monkeypatch.setattr(spooling, "look", look)
    spool = Spool(desk)
    printed(front, desk, spool)
    printed(front, desk, spool)

    assert look.failed
    assert len(printer.jobs) == 2


def test_a_document_is_followed_where_something_fails_after_the_printer_has_it(
    front: Front, printer: FakePrinter, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Printer, "print_job", partialmethod(Once(Printer.print_job, done=True)))
    ticket = printed(front, desk, Spool(desk))

    assert len(printer.jobs) == 1
    assert front.told(ticket)[-1]["job_state"] == "completed"


def test_a_person_is_asked_where_something_fails_while_a_document_is_sent(
    front: Front, printer: FakePrinter, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Printer, "print_job", partialmethod(Once(Printer.print_job)))
    [ticket] = front.order(PDF)
    Spool(desk).sync()
    until(lambda: len(read_queue(tmp_path / "state").questions) == 1)

    [question] = read_queue(tmp_path / "state").questions
    answer(tmp_path / "state", question.subject, yes=False)
    until(lambda: ticket in front.over)

    assert printer.jobs == []
    assert front.told(ticket)[-1]["came_out"] is False


def test_a_document_that_cannot_be_worked_on_does_not_keep_others_from_the_printer(
    front: Front, printer: FakePrinter, desk: Desk
) -> None:
    def adjusted(pdf: bytes, _: str) -> bytes:
        if pdf == BAD:
            raise RuntimeError("nobody expected this")
        return pdf

    spool = Spool(replace(desk, adjusted=adjusted))
    [bad], good = front.order(BAD), front.order(PDF, 2)
    spool.sync()
    until(lambda: front.over == set(good))
    front.over.add(bad)
    spool.sync()

    assert len(printer.jobs) == 2
