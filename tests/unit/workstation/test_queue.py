"""What a person is shown of the queue, while another program prints and after it ended."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.printing import Evidence
from contracts.troubles import FORGOTTEN
from workstation import queue
from workstation.journal import Entry, Journal, Step, opened, ticket_digest
from workstation.queue import Queue, answer, queue_of, read_queue

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


class _Reading:
    """Reads entries, and keeps what it read."""

    def __init__(self, read: list[Any]) -> None:
        self._read = read

    def model_validate_json(self, text: str) -> Entry:
        self._read.append(text)
        return Entry.model_validate_json(text)


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

        shown = read_queue(tmp_path)

    assert _numbers(shown.printing) == ["C2"]
    assert _numbers(shown.waiting) == ["C3", "C4"]
    assert _numbers(shown.went_wrong) == ["C1"]
    assert _numbers(shown.over) == ["C5", "C0"]


def test_of_a_long_journal_no_more_is_read_than_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, evidence = UUID(int=9), Evidence(job_state="completed")
    with Journal(tmp_path) as journal:
        for number in range(20):
            one = _entry(f"C{number}", step=Step.REPORTED, evidence=evidence, order_id=order)
            journal.save(one)
    read: list[Any] = []
    monkeypatch.setattr(queue, "Entry", _Reading(read))

    shown = read_queue(tmp_path, last=2)

    assert _numbers(shown.over) == ["C19", "C18"]
    assert (len(read), shown.over[0].size) == (2, 20)


def test_what_is_read_is_what_a_reader_of_everything_would_show(tmp_path: Path) -> None:
    states = ("completed", "aborted", "canceled", "unknown", "processing", None)
    with Journal(tmp_path) as journal:
        for number, (state, step) in enumerate([*product(states, Step)] * 3):
            evidence = state and Evidence(job_state=state)
            order = UUID(int=number // 5)
            journal.save(_entry(f"C{number}", step=step, evidence=evidence, order_id=order))
        entries = journal.entries()

    sizes = Counter(entry.order_id for entry in entries)
    assert read_queue(tmp_path, last=4) == queue_of(entries, sizes, last=4)


@pytest.mark.parametrize(
    ("statement", "values"),
    [(queue._OF_STEP, ["sent"]), (queue._LAST_OF_STATE, ["dropped", None, 50])],
)
def test_what_is_shown_is_found_without_a_look_at_the_rest(
    tmp_path: Path, statement: str, values: list[Any]
) -> None:
    with Journal(tmp_path), closing(opened(tmp_path)) as rows:
        plan = rows.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()

    assert [step[3].split(" (")[0] for step in plan] == [
        "SEARCH prints USING INDEX prints_by_state"
    ]


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
