"""What a person is shown of the queue, while another program prints and after it ended."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.printing import Evidence
from contracts.troubles import FORGOTTEN
from workstation.journal import Entry, Journal, Step, ticket_digest
from workstation.queue import Queue, answer, read_queue

pytestmark = pytest.mark.unit

PRINTER = "ipp://printer.example/ipp/print"


def _entry(ticket: str, **changes: Any) -> Entry:
    fields = {
        "ticket_digest": ticket_digest(ticket),
        "queued_at": datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        "certificate_no": ticket,
        "printer_uri": PRINTER,
    }
    return Entry.model_validate(fields | changes)


def _numbers(prints: tuple[Any, ...]) -> list[str]:
    return [one.certificate_no for one in prints]


def test_a_computer_on_which_nothing_was_printed_has_an_empty_queue(tmp_path: Path) -> None:
    assert read_queue(tmp_path) == Queue()


def test_the_queue_is_read_while_a_program_prints(tmp_path: Path) -> None:
    completed, aborted = Evidence(job_state="completed"), Evidence(job_state="aborted")
    with Journal(tmp_path) as journal:
        journal.save(_entry("C0", step=Step.REPORTED, evidence=completed))
        journal.save(_entry("C1", step=Step.REPORTED, evidence=aborted))
        journal.save(_entry("C2", step=Step.SENT))
        journal.save(_entry("C3", step=Step.WAITING))
        journal.save(_entry("C4", step=Step.QUEUED))
        journal.save(_entry("C5", step=Step.DROPPED))

        queue = read_queue(tmp_path)

    assert _numbers(queue.printing) == ["C2"]
    assert _numbers(queue.waiting) == ["C3", "C4"]
    assert _numbers(queue.went_wrong) == ["C1"]
    assert _numbers(queue.over) == ["C5", "C0"]


@pytest.mark.rule("R64")
def test_a_jam_says_what_to_do_and_which_reason_to_offer(tmp_path: Path) -> None:
    seen = Evidence(job_state="processing", state_reasons=("toner-low", "media-jam"))
    with Journal(tmp_path) as journal:
        journal.save(_entry("C1", step=Step.SENT, seen=seen))

    [one] = read_queue(tmp_path).printing

    assert one.troubles[0].zh == "打印机卡纸"
    assert one.troubles[1].en == "Toner or ink runs low"
    assert one.reason == "paper_jam"


def test_a_print_of_which_nothing_is_known_is_asked_about_once(tmp_path: Path) -> None:
    told = '{"certificate_no": "C1", "printer": "Laser"}'
    with Journal(tmp_path) as journal:
        journal.save(_entry("C1", step=Step.SENT, held_by=FORGOTTEN))
        assert journal.ask("outcome:C1", "outcome", told) is None
        [question] = read_queue(tmp_path).questions

        assert "证书 C1" in question.sentence.zh
        assert answer(tmp_path, question.subject, yes=False)
        assert not answer(tmp_path, question.subject, yes=True)

        assert journal.ask("outcome:C1", "outcome", told) is False
        assert read_queue(tmp_path).questions == ()
