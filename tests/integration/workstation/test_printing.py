"""One ticket, one printed document: also after crashes, lost answers and jams."""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from deploy.local.printer import Fault, LocalPrinter, local_printer
from tests.integration.workstation.conftest import enrolment
from tests.integration.workstation.waiting import until
from workstation.ipp import Printer, PrinterBusy, PrinterUnreachable
from workstation.journal import Journal, JournalInUse
from workstation.printing import Desk, print_ticket
from workstation.tickets import (
    DocumentDamaged,
    GatewayUnreachable,
    TicketClient,
    TicketRefused,
)

pytestmark = pytest.mark.integration

TICKET = "ticket-0123456789abcdef"
PAGES = 2
PRINT_JOB = 0x0002

Behaviour = Callable[..., None]
MakeDesk = Callable[..., Desk]


@pytest.fixture
def half_open_door(open_door: Any, pass_on: Behaviour, forward: Callable[..., bytes]) -> Any:
    """Jobs go in, or only seem to; their answers never come out."""

    def open_half(*, arrives: bool, hold_seconds: float = 0.0) -> tuple[str, list[bytes]]:
        sent: list[bytes] = []

        def behave(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            if _operation(body) != PRINT_JOB:
                pass_on(handler, body)
                return
            if arrives:
                forward(body)
            sent.append(body)
            time.sleep(hold_seconds)

        return open_door(behave), sent

    return open_half


@pytest.fixture(autouse=True)
def pdf(window: Any, make_pdf: Callable[[int], bytes]) -> bytes:
    window.documents[TICKET] = make_pdf(PAGES)
    return window.documents[TICKET]


def test_the_facts_of_a_print_are_kept_apart(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk, pdf: bytes
) -> None:
    evidence = print_ticket(TICKET, make_desk())

    assert [file.read_bytes() for file in printer.received()] == [pdf]
    assert window.evidence == [evidence.model_dump(mode="json")]
    assert window.workstations == [str(window.enrolment.workstation_id)]
    assert evidence.queued_at <= evidence.sent_at <= evidence.finished_at
    assert (evidence.job_state, evidence.impressions_completed) == ("completed", PAGES)
    assert evidence.state_reasons == ("job-completed-successfully",)
    assert (evidence.printer_name, evidence.printer_uri) == ("Form Printer", printer.uri)
    assert evidence.document_sha256 == hashlib.sha256(pdf).hexdigest()
    assert evidence.bytes_sent == len(pdf)


def test_a_ticket_shown_again_prints_nothing_again(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk
) -> None:
    first = print_ticket(TICKET, make_desk())

    assert print_ticket(TICKET, make_desk()) == first
    assert len(printer.received()) == len(window.evidence) == window.handed_out == 1


def test_an_aborted_job_is_reported_and_not_sent_again(
    printer: LocalPrinter, make_desk: MakeDesk
) -> None:
    printer.fail_next_job(Fault.ABORT)

    evidence = print_ticket(TICKET, make_desk())

    assert (evidence.job_state, evidence.impressions_completed) == ("aborted", 0)
    assert print_ticket(TICKET, make_desk()) == evidence
    assert len(printer.received()) == 1


@pytest.mark.parametrize(
    ("fault", "reason"), [(Fault.JAM, "media-jam"), (Fault.EMPTY, "media-empty")]
)
def test_a_stuck_job_is_reported_as_it_stands_and_watched_on_later(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk, fault: Fault, reason: str
) -> None:
    printer.fail_next_job(fault, seconds=60)

    until(lambda: reason in print_ticket(TICKET, make_desk(patience=0.1)).state_reasons)
    stuck = window.evidence[-1]
    printer.repair()
    ended = print_ticket(TICKET, make_desk())

    assert (stuck["job_state"], stuck["finished_at"]) == ("processing", None)
    assert (ended.job_state, ended.impressions_completed) == ("completed", PAGES)
    assert window.evidence[-1]["job_state"] == "completed"
    assert len(printer.received()) == 1


def test_a_busy_printer_is_waited_for(
    printer: LocalPrinter, make_desk: MakeDesk, pdf: bytes
) -> None:
    _occupy(printer, pdf, seconds=1.0)

    evidence = print_ticket(TICKET, make_desk())

    assert evidence.job_state == "completed"
    assert evidence.sent_at > evidence.queued_at
    assert len(printer.received()) == 2


def test_a_printer_busy_for_too_long_leaves_the_ticket_to_be_tried_again(
    printer: LocalPrinter, make_desk: MakeDesk, pdf: bytes
) -> None:
    _occupy(printer, pdf, seconds=60)

    with pytest.raises(PrinterBusy):
        print_ticket(TICKET, make_desk(patience=0.2))

    printer.repair()
    assert print_ticket(TICKET, make_desk()).job_state == "completed"
    assert len(printer.received()) == 2


def test_a_printer_that_is_away_is_noticed_before_the_document_is_released(
    window: Any, make_desk: MakeDesk
) -> None:
    with pytest.raises(PrinterUnreachable):
        print_ticket(TICKET, make_desk("ipp://localhost:1/ipp/print"))

    assert window.handed_out == 0


def test_a_lost_answer_is_made_good_by_asking_for_the_job(
    printer: LocalPrinter, make_desk: MakeDesk, half_open_door: Any
) -> None:
    door, sent = half_open_door(arrives=True)

    evidence = print_ticket(TICKET, make_desk(door))

    assert (evidence.job_state, evidence.impressions_completed) == ("completed", PAGES)
    assert len(printer.received()) == len(sent) == 1


def test_a_job_that_nobody_remembers_is_unknown_and_never_sent_again(
    printer: LocalPrinter, make_desk: MakeDesk, half_open_door: Any
) -> None:
    door, sent = half_open_door(arrives=False)

    evidence = print_ticket(TICKET, make_desk(door))

    assert (evidence.job_state, evidence.sent_at) == ("unknown", None)
    assert print_ticket(TICKET, make_desk(printer.uri)) == evidence
    assert (len(sent), printer.received()) == (1, [])


def test_a_printer_that_is_lost_while_it_prints_leaves_the_end_unknown_for_now(
    printer: LocalPrinter, make_desk: MakeDesk, open_door: Any, pass_on: Behaviour
) -> None:
    away = threading.Event()

    def may_be_away(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if not away.is_set():
            pass_on(handler, body)
        if _operation(body) == PRINT_JOB:
            away.set()

    door = open_door(may_be_away)
    lost = print_ticket(TICKET, make_desk(door, patience=0.3))
    away.clear()
    found = print_ticket(TICKET, make_desk(door))

    assert (lost.job_state, lost.sent_at is None, lost.finished_at) == ("unknown", False, None)
    assert (found.job_state, found.sent_at) == ("completed", lost.sent_at)
    assert len(printer.received()) == 1


def test_a_job_of_the_same_number_after_a_power_cut_is_not_taken_for_ours(
    printer: LocalPrinter,
    make_desk: MakeDesk,
    open_door: Any,
    pass_on: Behaviour,
    tmp_path: Path,
) -> None:
    addresses = [printer.uri]

    def leads_to_the_last(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        pass_on(handler, body, addresses[-1])

    printer.fail_next_job(Fault.SLOW, seconds=60)
    door = open_door(leads_to_the_last)
    print_ticket(TICKET, make_desk(door, patience=0.2))
    with local_printer(tmp_path / "after the power cut") as restarted:
        addresses.append(restarted.uri)
        _occupy(restarted, b"%PDF-1.4", seconds=0)
        evidence = print_ticket(TICKET, make_desk(door))

        assert (evidence.job_state, evidence.impressions_completed) == ("unknown", None)
        assert len(restarted.received()) == 1


def test_evidence_that_the_gateway_missed_is_sent_at_the_next_start(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk
) -> None:
    window.closed = True
    with pytest.raises(GatewayUnreachable):
        print_ticket(TICKET, make_desk())
    assert window.evidence == []

    window.closed = False
    evidence = print_ticket(TICKET, make_desk())

    assert window.evidence == [evidence.model_dump(mode="json")]
    assert len(printer.received()) == 1


def test_a_damaged_document_is_not_printed(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk
) -> None:
    window.digest = "0" * 64

    with pytest.raises(DocumentDamaged, match="SHA-256"):
        print_ticket(TICKET, make_desk())

    assert printer.received() == []


def test_another_document_for_the_same_ticket_is_not_printed(
    printer: LocalPrinter,
    window: Any,
    make_desk: MakeDesk,
    pdf: bytes,
    make_pdf: Callable[[int], bytes],
) -> None:
    _occupy(printer, pdf, seconds=60)
    with pytest.raises(PrinterBusy):
        print_ticket(TICKET, make_desk(patience=0.2))

    window.documents[TICKET] = make_pdf(PAGES + 1)
    printer.repair()
    with pytest.raises(DocumentDamaged, match="another document"):
        print_ticket(TICKET, make_desk())

    assert len(printer.received()) == 1


def test_a_refused_ticket_carries_the_code_of_the_gateway(
    printer: LocalPrinter, make_desk: MakeDesk
) -> None:
    with pytest.raises(TicketRefused) as refusal:
        print_ticket("no-such-ticket", make_desk())

    assert (refusal.value.status, refusal.value.code) == (404, "print.unknown_ticket")
    assert printer.received() == []


def test_a_gateway_that_is_away_leaves_nothing_half_done(
    printer: LocalPrinter, make_desk: MakeDesk
) -> None:
    with (
        TicketClient(enrolment("http://127.0.0.1:1")) as nowhere,
        pytest.raises(GatewayUnreachable),
    ):
        print_ticket(TICKET, replace(make_desk(), tickets=nowhere))

    assert printer.received() == []


def test_what_was_encrypted_for_another_workstation_is_not_printed(
    printer: LocalPrinter, window: Any, make_desk: MakeDesk
) -> None:
    desk = make_desk()
    window.enrolment = enrolment()

    with pytest.raises(DocumentDamaged, match="not encrypted for this ticket here"):
        print_ticket(TICKET, desk)

    assert printer.received() == []


def test_neither_document_nor_ticket_lies_on_the_workstations_disk(
    printer: LocalPrinter, make_desk: MakeDesk, window: Any, tmp_path: Path, pdf: bytes
) -> None:
    _occupy(printer, pdf, seconds=60)
    with pytest.raises(PrinterBusy):
        print_ticket(TICKET, make_desk(patience=0.2))

    kept = b"".join(file.read_bytes() for file in (tmp_path / "state").iterdir())

    assert window.handed_out == 1
    assert b"%PDF" not in kept
    assert TICKET.encode() not in kept


def test_two_programs_cannot_share_a_state_directory(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(JournalInUse):
        Journal(tmp_path)


def test_a_crash_while_the_printer_prints_does_not_print_twice(
    printer: LocalPrinter, window: Any, tmp_path: Path
) -> None:
    printer.fail_next_job(Fault.SLOW, seconds=60)
    with _started(printer.uri, window, tmp_path) as workstation:
        until(lambda: printer.received() != [] and _logged(tmp_path, '"step": "sent"'))
        workstation.kill()

    printer.repair()
    again = _run(printer.uri, window, tmp_path)

    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["job_state"] == "completed"
    assert len(printer.received()) == len(window.evidence) == window.handed_out == 1


@pytest.mark.parametrize(("arrives", "state"), [(True, "completed"), (False, "unknown")])
def test_a_crash_before_the_printer_answers_does_not_send_again(
    printer: LocalPrinter,
    window: Any,
    half_open_door: Any,
    tmp_path: Path,
    *,
    arrives: bool,
    state: str,
) -> None:
    door, sent = half_open_door(arrives=arrives, hold_seconds=1.0)
    with _started(door, window, tmp_path) as workstation:
        until(lambda: len(sent) == 1)
        workstation.kill()

    again = _run(door, window, tmp_path)

    assert json.loads(again.stdout)["job_state"] == state
    assert len(sent) == 1
    assert len(printer.received()) == arrives


def test_a_crash_between_fetching_and_sending_prints_once(
    printer: LocalPrinter, window: Any, pdf: bytes, tmp_path: Path
) -> None:
    _occupy(printer, pdf, seconds=60)
    with _started(printer.uri, window, tmp_path) as workstation:
        until(lambda: _logged(tmp_path, '"step": "queued"'))
        workstation.kill()

    printer.repair()
    again = _run(printer.uri, window, tmp_path)

    assert again.returncode == 0, again.stderr
    assert len(printer.received()) == 2


def _operation(request: bytes) -> int:
    return int.from_bytes(request[2:4], "big")


def _occupy(printer: LocalPrinter, pdf: bytes, *, seconds: float) -> None:
    """Give the printer a job of somebody else's that takes its time."""
    printer.fail_next_job(Fault.SLOW, seconds=seconds)
    Printer(printer.uri).print_job(pdf, name="of somebody else")


def _command(printer: str, window: Any, directory: Path) -> list[str]:
    window.enrolment.save(directory / "state")
    options = ["--printer", printer, "--state", str(directory / "state"), "--patience", "60"]
    return [sys.executable, "-m", "workstation", "print", TICKET, *options]


@contextmanager
def _started(printer: str, window: Any, directory: Path) -> Iterator[subprocess.Popen]:
    with (
        (directory / "workstation.log").open("w") as log,
        subprocess.Popen(_command(printer, window, directory), stderr=log) as workstation,
    ):
        yield workstation


def _run(printer: LocalPrinter, window: Any, directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(printer, window, directory), capture_output=True, text=True, check=False
    )


def _logged(directory: Path, text: str) -> bool:
    return text in (directory / "workstation.log").read_text()
