"""The program as it is installed: many jobs, one at a time, whatever stops it in between."""

import io
import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deploy.local.printer import Fault, LocalPrinter, local_printer
from tests.integration.workstation import waiting
from tests.integration.workstation.fake_printer import FakePrinter
from tests.integration.workstation.front import Front
from workstation.ipp import Printer
from workstation.queue import Queue, answer, read_queue

pytestmark = pytest.mark.integration
until = partial(waiting.until, seconds=120.0)

PRINT_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0009, 0x000B
Behaviour = Callable[..., None]


@pytest.fixture
def pdf(make_pdf: Callable[[int], bytes]) -> bytes:
    return make_pdf(2)


@pytest.fixture
def start(front: Front, tmp_path: Path) -> Any:
    """Starts the program with this printer; it is killed at the end."""

    @contextmanager
    def started(printer_uri: str) -> Iterator[subprocess.Popen[bytes]]:
        front.enrolment.save(tmp_path / "state")
        command = [sys.executable, "-m", "workstation", "run", "--printer", printer_uri]
        command += ["--state", str(tmp_path / "state")]
        with (
            (tmp_path / "log").open("ab") as log,
            subprocess.Popen(command, stdout=log, stderr=log) as program,
        ):
            try:
                yield program
            finally:
                program.kill()

    return started


@pytest.fixture
def queue(tmp_path: Path) -> Callable[[], Queue]:
    return lambda: read_queue(tmp_path / "state", last=1000)


def test_a_batch_is_printed_in_its_order_one_at_a_time_and_told_of(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any
) -> None:
    with start(printer.uri):
        tickets = front.order(pdf, 5)
        until(lambda: front.over == set(tickets))

    assert front.released == tickets
    assert len(printer.received()) == 5
    assert _last(front, tickets[4])["impressions_completed"] == 2
    assert {one["job_state"] for one in front.told(tickets[0])} >= {"completed"}


def test_two_printers_print_side_by_side(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any, tmp_path: Path
) -> None:
    with local_printer(tmp_path / "second") as second, start(printer.uri):
        printer.fail_next_job(Fault.JAM, seconds=60)
        [stuck] = front.order(pdf)
        [other] = front.order(pdf, printer_uri=second.uri)
        until(lambda: front.over == {other})

        assert len(second.received()) == 1
        until(lambda: "media-jam" in _last(front, stuck)["state_reasons"])
        printer.repair()
        until(lambda: front.over == {stuck, other})


def test_what_is_cancelled_in_the_portal_is_never_printed(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any, queue: Any
) -> None:
    with start(printer.uri):
        printer.fail_next_job(Fault.SLOW, seconds=60)
        first, ahead, cancelled = front.order(pdf, 3)
        until(lambda: len(queue().printing) == 1 and len(queue().waiting) == 2)
        front.over.add(cancelled)
        front.notice += 1
        until(lambda: len(queue().waiting) == 1)
        printer.repair()
        until(lambda: front.over == {first, ahead, cancelled})

    assert front.released == [first, ahead]
    assert len(printer.received()) == 2
    assert [one.state for one in queue().over] == ["dropped", "printed", "printed"]


def test_only_the_next_document_is_fetched_ahead(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any
) -> None:
    with start(printer.uri):
        printer.fail_next_job(Fault.SLOW, seconds=60)
        tickets = front.order(pdf, 4)
        until(lambda: front.released == tickets[:2])
        time.sleep(0.5)

        assert front.released == tickets[:2]


def test_nothing_is_fetched_ahead_for_a_printer_that_is_jammed(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any, open_door: Any, pass_on: Behaviour
) -> None:
    """The jam is there before the program looks at the printer again."""

    def until_it_jams(handler: Any, body: bytes) -> None:
        pass_on(handler, body)
        if _operation(body) == PRINT_JOB:
            until(lambda: Printer(printer.uri).get_printer_attributes().reasons != ())

    with start(open_door(until_it_jams)):
        printer.fail_next_job(Fault.JAM, seconds=60)
        tickets = front.order(pdf, 2)
        until(lambda: "media-jam" in (_last(front, tickets[0]) or {}).get("state_reasons", ()))
        time.sleep(0.3)

        assert front.released == tickets[:1]


@pytest.mark.parametrize(
    ("step", "before"),
    [
        ("the jobs are asked for", 2),
        ("the document is fetched", 2),
        ("the printer gets it", 2),
        ("the printer has it and has not answered", 2),
        ("the printer prints it", 2),
        ("the evidence is told", 1),
    ],
)
def test_a_program_killed_at_any_step_prints_each_once(
    front: Front,
    printer: LocalPrinter,
    pdf: bytes,
    start: Any,
    open_door: Any,
    pass_on: Behaviour,
    step: str,
    before: int,
) -> None:
    """With the evidence of one the next is on its way to the printer: it is ordered afterwards."""
    door = _Door(pass_on)
    uri = open_door(door)
    tickets = front.order(pdf, before)
    reached = _hold(step, front, door)
    with start(uri) as program:
        until(reached)
        program.kill()
        program.wait()
    tickets += front.order(pdf, 2 - before)
    front.release_calls()
    door.open()

    with start(uri):
        until(lambda: front.over == set(tickets))

    assert len(printer.received()) == 2
    assert [_last(front, ticket)["job_state"] for ticket in tickets] == ["completed"] * 2


def test_a_print_of_which_the_printer_knows_nothing_is_asked_about_and_never_sent_again(
    front: Front,
    printer: LocalPrinter,
    pdf: bytes,
    start: Any,
    open_door: Any,
    pass_on: Behaviour,
    queue: Any,
    tmp_path: Path,
) -> None:
    swallowed: list[bytes] = []

    def swallows_the_first(handler: Any, body: bytes) -> None:
        if _operation(body) == PRINT_JOB and not swallowed:
            swallowed.append(body)
        else:
            pass_on(handler, body)

    with start(open_door(swallows_the_first)):
        lost, after = front.order(pdf, 2)
        until(lambda: after in front.over and len(queue().questions) == 1)
        [question] = queue().questions
        answer(tmp_path / "state", question.subject, yes=False)
        until(lambda: lost in front.over)

    assert (_last(front, lost)["job_state"], _last(front, lost)["came_out"]) == ("unknown", False)
    assert queue().went_wrong[0].reason == "power_cut"
    assert len(printer.received()) == 1


def test_neither_tickets_nor_documents_lie_on_disk_while_a_batch_prints(
    front: Front, printer: LocalPrinter, pdf: bytes, start: Any, queue: Any, tmp_path: Path
) -> None:
    with start(printer.uri):
        printer.fail_next_job(Fault.SLOW, seconds=60)
        tickets = front.order(pdf, 3)
        until(lambda: len(front.released) == 2)
        kept = b"".join(file.read_bytes() for file in (tmp_path / "state").iterdir())

    assert queue().printing != ()
    assert b"%PDF" not in kept
    assert not any(ticket.encode() in kept for ticket in tickets)


def test_an_order_of_two_hundred_arrives_as_one_batch_without_long_pauses(
    front: Front, open_door: Any, start: Any, queue: Any
) -> None:
    arrived: list[float] = []
    instant = FakePrinter(on_job=lambda: arrived.append(time.monotonic()))
    with start(open_door(instant)):
        tickets = front.order(b"%PDF-1.4 small", 200)
        until(lambda: len(front.over) == 200, seconds=120)
        shown = queue()

    pauses = [later - earlier for earlier, later in itertools.pairwise(arrived)]
    assert len(arrived) == 200
    assert front.released == tickets
    assert max(pauses) < 1.0
    assert shown.over[0].size == 200


class _Door:
    """Before a printer: holds an operation until it is opened, before or after passing it on."""

    def __init__(self, pass_on: Behaviour) -> None:
        self._pass_on = pass_on
        self.held: tuple[int, bool] | None = None
        self.seen = False

    def __call__(self, handler: Any, body: bytes) -> None:
        operation, passes = self.held or (0, False)
        if _operation(body) != operation:
            self._pass_on(handler, body)
            return
        if passes:
            self._pass_on(_Nowhere(), body)
        self.seen = True
        until(lambda: self.held is None)

    def open(self) -> None:
        self.held = None


class _Nowhere:
    """An answer that nobody reads."""

    wfile = io.BytesIO()

    def send_response(self, _: int) -> None:
        pass

    def end_headers(self) -> None:
        pass


def _hold(step: str, front: Front, door: _Door) -> Callable[[], bool]:
    """Whether the step has begun; it goes no further until it is let go on."""
    calls = {
        "the jobs are asked for": "waiting-jobs",
        "the document is fetched": "document",
        "the evidence is told": "last evidence",
    }
    if step in calls:
        return front.hold(calls[step]).is_set
    door.held = {
        "the printer gets it": (GET_PRINTER, False),
        "the printer has it and has not answered": (PRINT_JOB, True),
        "the printer prints it": (GET_JOB, False),
    }[step]
    return lambda: door.seen


def _operation(request: bytes) -> int:
    return int.from_bytes(request[2:4], "big")


def _last(front: Front, ticket: str) -> Any:
    return (front.told(ticket) or [None])[-1]
