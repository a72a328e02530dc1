"""What has been over for long leaves the journal; what is not over never does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.printing import Evidence
from workstation.aging import KEPT, forget_old
from workstation.journal import Entry, Journal, Step
from workstation.outcomes import ask_outcome
from workstation.queue import read_queue

pytestmark = pytest.mark.unit

NOW = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
LONG_AGO, LATELY = NOW - KEPT - timedelta(days=1), NOW - KEPT + timedelta(days=1)


def _entry(step: Step, at: datetime = LONG_AGO, **changes: Any) -> Entry:
    return Entry(ticket_digest=f"{step}", step=step, queued_at=at, **changes)


def _left(directory: Path, *entries: Entry) -> list[str]:
    """What a program started later finds."""
    with Journal(directory) as journal:
        for entry in entries:
            journal.save(entry)
        forget_old(journal, NOW)
        left = journal.entries()
    with Journal(directory) as journal:
        assert journal.entries() == left
    return [entry.ticket_digest for entry in left]


def _told(state: str = "completed", finished_at: datetime | None = LONG_AGO) -> Evidence:
    return Evidence(job_state=state, finished_at=finished_at)


def test_what_ended_long_ago_is_forgotten(tmp_path: Path) -> None:
    over = (_entry(Step.REPORTED, evidence=_told()), _entry(Step.DROPPED))

    assert _left(tmp_path, *over) == []


@pytest.mark.parametrize(
    "entry",
    [
        _entry(Step.DROPPED, LATELY),
        _entry(Step.REPORTED, evidence=_told(finished_at=LATELY)),
        _entry(Step.REPORTED, sent_at=LATELY, evidence=_told()),
    ],
    ids=["dropped", "finished", "sent"],
)
def test_what_ended_lately_is_kept(tmp_path: Path, entry: Entry) -> None:
    assert _left(tmp_path, entry) == [entry.ticket_digest]


@pytest.mark.parametrize("step", sorted(set(Step) - {Step.REPORTED, Step.DROPPED}))
def test_what_is_not_over_is_kept_however_old(tmp_path: Path, step: Step) -> None:
    assert _left(tmp_path, _entry(step, evidence=_told())) == [step]


def test_what_a_person_is_asked_about_is_kept_until_it_is_answered(tmp_path: Path) -> None:
    unknown = _entry(Step.REPORTED, evidence=_told("unknown", None))

    assert _left(tmp_path, unknown) == [Step.REPORTED]


def test_what_was_asked_about_it_goes_with_it_and_what_is_asked_of_printers_stays(
    tmp_path: Path,
) -> None:
    unknown = _entry(Step.REPORTED, evidence=_told("unknown", None))
    with Journal(tmp_path) as journal:
        journal.save(unknown)
        ask_outcome(unknown, journal)
        journal.ask("duplex ipp://printer.example/", "duplex", '{"printer": "Laser"}')
        journal.save(_entry(Step.REPORTED, evidence=_told("unknown")))
        forget_old(journal, NOW)

    [question] = read_queue(tmp_path).questions
    assert question.subject == "duplex ipp://printer.example/"
