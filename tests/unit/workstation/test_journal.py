"""The journal keeps what was done, and nothing that opens a ticket."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.printing import Evidence
from workstation.journal import Entry, Journal, Step, ticket_digest

pytestmark = pytest.mark.unit

TICKET = "a-ticket-that-nobody-may-read"


def _entry(ticket: str = TICKET) -> Entry:
    return Entry(
        ticket_digest=ticket_digest(ticket),
        queued_at=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        document_sha256="0" * 64,
        document_bytes=1000,
        printer_uri="ipp://printer.example/ipp/print",
        printer_name=None,
    )


def test_an_entry_survives_the_end_of_the_program(tmp_path: Path) -> None:
    finished = _entry().model_copy(
        update={"step": Step.FINISHED, "job_id": 7, "evidence": Evidence(job_state="completed")}
    )
    with Journal(tmp_path) as journal:
        journal.save(_entry())
        journal.save(finished)

    with Journal(tmp_path) as journal:
        assert journal.find(TICKET) == finished
        assert journal.find("another ticket") is None


def test_tickets_do_not_share_an_entry(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.save(_entry("first"))
        journal.save(_entry("second").model_copy(update={"step": Step.SENT}))

        assert journal.find("first") == _entry("first")


def test_the_ticket_itself_is_nowhere_on_disk(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.save(_entry())

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert ticket_digest(TICKET).encode() in kept
    assert TICKET.encode() not in kept


def test_a_job_name_does_not_give_the_ticket_away() -> None:
    assert TICKET not in _entry().job_name
    assert _entry().job_name != _entry("another ticket").job_name
