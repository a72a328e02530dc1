"""What watches in a thread of its own goes on after an error that nobody expected."""

import io
import json
import queue
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.unanswered import UnansweredPrints
from tests.unit.workstation.test_tickets import AT
from workstation import logs, scan_desk, surviving
from workstation.card_watch import CardWatch
from workstation.scan_watch import ScanWatch
from workstation.surviving import survived
from workstation.unanswered import Reminders

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surviving, "PAUSE_SECONDS", 0.001)


class Desk:
    """Answers each time but the first."""

    def __init__(self) -> None:
        self.asked: queue.Queue[bool] = queue.Queue()
        self._failed = False

    def answer_waiting(self, *_: Any) -> UnansweredPrints:
        first, self._failed = not self._failed, True
        self.asked.put(first)
        if first:
            raise RuntimeError("nobody expected this")
        return UnansweredPrints(prints=(), count=0)


def test_what_waits_for_the_card_is_asked_for_again() -> None:
    desk = Desk()

    assert asked_twice(CardWatch(AT, desk).start(), desk)


def test_what_waits_for_the_scanner_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    monkeypatch.setattr(scan_desk, "ScanDesk", lambda *_, **__: desk)

    assert asked_twice(ScanWatch(tmp_path, AT, lambda: None), desk)


def test_what_nobody_has_answered_for_is_asked_for_again(tmp_path: Path) -> None:
    desk = Desk()

    assert asked_twice(Reminders(tmp_path, desk.answer_waiting, lambda _: None), desk)


def test_an_error_that_nobody_expected_is_reported_with_its_lines(capsys: Any) -> None:
    with survived("printer_failed", printer="ipp://printer.example/"):
        raise RuntimeError("nobody expected this")

    said = json.loads(capsys.readouterr().err)
    assert (said["level"], said["event"]) == ("error", "printer_failed")
    assert (said["printer"], "test_surviving.py" in said["traceback"]) == (
        "ipp://printer.example/",
        True,
    )


def test_a_report_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())

    logs.warning("printer_away")


def asked_twice(watch: Any, desk: Desk) -> bool:
    watch.notice()
    assert desk.asked.get(timeout=30)
    watch.notice()
    return not desk.asked.get(timeout=30)
