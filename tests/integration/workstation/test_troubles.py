"""What goes wrong at a printer is told as it happens, in words, and as a reason to apply with."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.workstation.fake_printer import (
    CANCELED,
    COMPLETED,
    JOB_CANCELED,
    PROCESSING,
    FakePrinter,
)
from tests.integration.workstation.front import Front
from tests.integration.workstation.waiting import until
from workstation.queue import Queue, read_queue
from workstation.spooling import HELD_SECONDS

pytestmark = pytest.mark.integration

PDF = b"%PDF-1.4 small"


@pytest.fixture
def start(front: Front, open_door: Any, tmp_path: Path) -> Any:
    """The program, as it is installed, with this printer."""

    @contextmanager
    def started(printer: FakePrinter) -> Iterator[None]:
        front.enrolment.save(tmp_path / "state")
        command = [sys.executable, "-m", "workstation", "run", "--state", str(tmp_path / "state")]
        with (
            (tmp_path / "log").open("ab") as log,
            subprocess.Popen(
                [*command, "--printer", open_door(printer)], stdout=log, stderr=log
            ) as program,
        ):
            try:
                yield
            finally:
                program.kill()

    return started


@pytest.fixture
def queue(tmp_path: Path) -> Callable[[], Queue]:
    return lambda: read_queue(tmp_path / "state")


@pytest.mark.rule("R64", "R84")
def test_an_open_cover_is_told_while_it_is_open_and_the_print_goes_on_once_it_is_closed(
    front: Front, start: Any, queue: Callable[[], Queue]
) -> None:
    printer = FakePrinter(job_state=PROCESSING, printer_reasons=("cover-open-error",))
    with start(printer):
        [ticket] = front.order(PDF)
        until(lambda: "cover-open" in reasons(front, ticket))
        [shown] = queue().printing
        printer.printer_reasons, printer.job_state = (), COMPLETED
        until(lambda: ticket in front.over)

    assert shown.troubles[0].zh == "打印机盖板已打开"
    assert shown.troubles[0].advice_en == "close it"
    assert front.told(ticket)[-1]["job_state"] == "completed"


@pytest.mark.rule("R64")
def test_low_toner_is_told_and_stops_nothing(
    front: Front, start: Any, queue: Callable[[], Queue]
) -> None:
    with start(FakePrinter(printer_reasons=("toner-low-warning",))):
        tickets = front.order(PDF, 2)
        until(lambda: front.over == set(tickets))

    assert {*reasons(front, tickets[0]), *reasons(front, tickets[1])} == {"toner-low"}
    assert [one.state for one in queue().over] == ["printed", "printed"]
    assert queue().over[0].troubles[0].en == "Toner or ink runs low"
    assert queue().over[0].reason is None


@pytest.mark.rule("R64", "R84")
def test_a_job_cancelled_at_the_printer_is_told_as_such_and_never_sent_again(
    front: Front, start: Any, queue: Callable[[], Queue]
) -> None:
    printer = FakePrinter(
        job_state=CANCELED, job_reasons=("job-canceled-at-device",), impressions=0
    )
    with start(printer):
        [ticket] = front.order(PDF)
        until(lambda: ticket in front.over)
        time.sleep(0.3)

    assert front.told(ticket)[-1]["job_state"] == "canceled"
    assert (len(printer.jobs), queue().went_wrong[0].reason) == (1, "incomplete_print")
    assert queue().went_wrong[0].troubles[0].zh == "打印任务已在打印机上取消"


@pytest.mark.rule("R64")
def test_a_job_that_the_printer_gives_up_while_it_is_sent_is_followed_and_never_sent_again(
    front: Front, start: Any
) -> None:
    printer = FakePrinter(job_state=CANCELED, impressions=1, failures=[JOB_CANCELED])
    with start(printer):
        given_up, after = front.order(PDF, 2)
        until(lambda: front.over == {given_up, after})

    assert len(printer.jobs) == 2
    assert front.told(given_up)[-1]["job_state"] == "canceled"
    assert front.told(given_up)[-1]["impressions_completed"] == 1


@pytest.mark.rule("R64", "R72")
def test_a_job_that_fails_and_is_forgotten_is_asked_about_and_never_sent_again(
    front: Front, start: Any, queue: Callable[[], Queue]
) -> None:
    printer = FakePrinter(failures=[JOB_CANCELED], memory=False)
    with start(printer):
        [ticket] = front.order(PDF)
        until(lambda: len(queue().questions) == 1)
        time.sleep(HELD_SECONDS + 0.5)

    assert len(printer.jobs) == 1
    assert front.told(ticket)[-1]["job_state"] == "unknown"


def reasons(front: Front, ticket: str) -> list[str]:
    """All that the device ever said of it."""
    return [keyword for told in front.told(ticket) for keyword in told["state_reasons"]]
