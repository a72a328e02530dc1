"""A queue of a real CUPS before a real printer: found, printed to, paused, and asked after."""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.printer import Fault, LocalPrinter
from tests.integration.workstation.cups import Cups, cups_before, is_installed
from workstation.discovery import in_cups
from workstation.ipp import Printer, PrintSettings
from workstation.journal import Step
from workstation.preflight import PersonNeeded, PrinterUnfit
from workstation.printing import Desk, advance, fetched, look, print_ticket
from workstation.queue import answer, read_queue

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not is_installed(), reason="cups-client or cups-core-drivers is missing"),
]

TICKET = "ticket-0123456789abcdef"


@pytest.fixture
def cups(printer: LocalPrinter) -> Iterator[Cups]:
    with cups_before(printer) as running:
        yield running


@pytest.fixture
def pdf(make_pdf: Callable[[int], bytes]) -> bytes:
    return make_pdf(2)


@pytest.fixture
def desk(cups: Cups, make_desk: Any, window: Any, pdf: bytes, tmp_path: Path) -> Desk:
    """A person has said of the queue what it does not say itself."""
    window.documents[TICKET] = pdf
    desk = make_desk(cups.queue)
    with pytest.raises(PersonNeeded):
        look(cups.queue, desk)
    for question in read_queue(tmp_path / "state").questions:
        answer(tmp_path / "state", question.subject, yes=True)
    return desk


def test_the_queue_is_found_and_says_what_the_printer_behind_it_can(cups: Cups, desk: Desk) -> None:
    found = in_cups(cups.uri)
    description, fit = look(cups.queue, desk)

    assert found == {cups.queue: "forms"}
    assert description.accepting_jobs
    assert [need for need, said in fit.answers.items() if said != "yes"] == ["physical"]
    assert fit.answers["physical"] == "vouched"


@pytest.mark.rule("R62")
def test_a_document_comes_out_once_in_its_size_and_its_order_and_is_told_as_completed(
    desk: Desk, printer: LocalPrinter, pdf: bytes, tmp_path: Path
) -> None:
    """CUPS turns pages around and shrinks them unless it is told not to."""
    (tmp_path / "sent.pdf").write_bytes(pdf)

    evidence = print_ticket(TICKET, desk)

    [received] = printer.received()
    assert evidence.job_state == "completed"
    assert evidence.impressions_completed == 2
    assert _words(received) == _words(tmp_path / "sent.pdf")


def test_after_a_crash_the_job_is_found_by_its_name_and_nothing_is_sent_again(
    cups: Cups, desk: Desk, make_desk: Any, printer: LocalPrinter, pdf: bytes, window: Any
) -> None:
    """The program ended after CUPS took the job, and before its number was on the disk."""
    description, _ = look(cups.queue, desk)
    entry = fetched(TICKET, None, pdf, description, desk)
    entry = advance(entry, desk.journal, step=Step.SENDING, sending_at=datetime.now(UTC))
    sent = Printer(cups.queue).print_job(
        pdf, name=entry.job_name, settings=PrintSettings.at(description)
    )

    evidence = print_ticket(TICKET, make_desk(cups.queue))

    known = Printer(cups.queue).find_job(entry.job_name)
    assert known is not None
    assert known.job_id == sent.job_id
    assert evidence.job_state == "completed"
    assert len(printer.received()) == 1
    assert window.handed_out == 0


@pytest.mark.parametrize("closed", [Cups.pause, Cups.take_no_jobs], ids=["paused", "rejecting"])
def test_a_queue_that_prints_nothing_is_found_out_before_an_original_is_spent(
    cups: Cups, desk: Desk, printer: LocalPrinter, window: Any, closed: Callable[[Cups], None]
) -> None:
    closed(cups)

    with pytest.raises(PrinterUnfit) as refusal:
        print_ticket(TICKET, desk)

    assert refusal.value.obstacles == ("online",)
    assert window.handed_out == 0
    assert printer.received() == []


@pytest.mark.rule("R64")
def test_a_jam_behind_the_queue_is_told_as_the_devices_own_word(
    desk: Desk, printer: LocalPrinter, window: Any
) -> None:
    printer.fail_next_job(Fault.JAM, seconds=3)

    evidence = print_ticket(TICKET, desk)

    assert evidence.job_state == "completed"
    assert "media-jam" in evidence.state_reasons
    assert len(printer.received()) == 1


def test_a_job_that_the_printer_gives_up_is_never_told_as_printed(
    desk: Desk, printer: LocalPrinter
) -> None:
    """CUPS counts the pages that it sent, and calls such a job cancelled or even completed."""
    printer.fail_next_job(Fault.ABORT)

    evidence = print_ticket(TICKET, desk)

    assert evidence.job_state == "aborted"
    assert evidence.impressions_completed == 0
    assert evidence.finished_at is not None


def test_what_waits_in_a_paused_queue_is_watched_on_and_printed_once_when_it_goes_on(
    cups: Cups, desk: Desk, make_desk: Any, printer: LocalPrinter, pdf: bytes
) -> None:
    """Paused after the look at it, by whoever keeps the server."""
    description, _ = look(cups.queue, desk)
    entry = fetched(TICKET, None, pdf, description, desk)
    entry = advance(entry, desk.journal, step=Step.SENDING, sending_at=datetime.now(UTC))
    cups.pause()
    Printer(cups.queue).print_job(pdf, name=entry.job_name, settings=PrintSettings.at(description))

    held = print_ticket(TICKET, make_desk(cups.queue, patience=1.0))
    cups.go_on()
    ended = print_ticket(TICKET, make_desk(cups.queue))

    assert (held.job_state, held.finished_at) == ("pending", None)
    assert "paused" in held.state_reasons
    assert ended.job_state == "completed"
    assert len(printer.received()) == 1


def _words(pdf: Path) -> list[tuple[str, list[float]]]:
    """Each word with where it stands on its page, in points to a hundredth."""
    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    words = re.findall(r"<word (.*)>(.*)</word>", said.stdout.decode())
    return [
        (word, [round(float(at), 2) for at in re.findall(r"[\d.]+", box)]) for box, word in words
    ]
