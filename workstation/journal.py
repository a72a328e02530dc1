"""What was done with each ticket, on disk before it is done, so that a crash prints nothing twice.

    queued ──► sending ──► sent ──► finished ──► reported
      ▲           │
      └───────────┘ the printer refused, so nothing was printed

Tickets are kept as digests: reading the journal opens nothing.
"""

import hashlib
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.printing import Evidence

_TABLE: Final = "CREATE TABLE IF NOT EXISTS prints (ticket_digest TEXT PRIMARY KEY, entry TEXT)"


class JournalInUse(Exception):  # noqa: N818 - names the state, as its callers do
    """Another workstation program works with this state directory."""


class Step(StrEnum):
    """How far a ticket came; after SENDING nothing may be sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FINISHED = "finished"
    REPORTED = "reported"


class Entry(BaseModel):
    """One ticket's line; times are the workstation's."""

    model_config = ConfigDict(frozen=True)

    ticket_digest: str
    step: Step = Step.QUEUED
    queued_at: AwareDatetime
    document_sha256: str
    document_bytes: int
    printer_uri: str
    printer_name: str | None
    sending_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    job_id: int | None = None
    evidence: Evidence | None = None

    @property
    def job_name(self) -> str:
        """By which the printer can be asked for a job whose number never arrived."""
        return f"originprint-{self.ticket_digest[:24]}"


class Journal:
    """The journal of one state directory, which belongs to one process at a time."""

    def __init__(self, directory: Path) -> None:
        """Raises JournalInUse."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._rows = sqlite3.connect(directory / "journal.sqlite3", timeout=0, isolation_level=None)
        try:
            self._rows.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._rows.execute("BEGIN EXCLUSIVE")
            self._rows.execute(_TABLE)
            self._rows.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._rows.close()
            raise JournalInUse(f"{directory} is in use: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._rows.close()

    def find(self, ticket: str) -> Entry | None:
        with closing(
            self._rows.execute(
                "SELECT entry FROM prints WHERE ticket_digest = ?", [ticket_digest(ticket)]
            )
        ) as found:
            row = found.fetchone()
        return Entry.model_validate_json(row[0]) if row else None

    def save(self, entry: Entry) -> Entry:
        """On disk when this returns."""
        self._rows.execute(
            "INSERT OR REPLACE INTO prints VALUES (?, ?)",
            [entry.ticket_digest, entry.model_dump_json()],
        )
        return entry


def ticket_digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
