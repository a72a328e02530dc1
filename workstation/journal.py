"""What was done with each ticket, on disk before it is done, so that a crash prints nothing twice.

    waiting ──► queued ──► sending ──► sent ──► finished ──► reported
       │          ▲  │        │
       │          └──┼────────┘ the printer refused, so nothing was printed
       └─────────────┴──► dropped: cancelled, void or expired before anything was sent

Tickets are kept as digests: reading the journal opens nothing. Other programs of this computer
may read it (`workstation.queue`) while the one that prints holds the directory.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.evidence import Evidence
from contracts.values import PrintPart

FILE: Final = "journal.sqlite3"
_HELD: Final = "printing.sqlite3"
_BY_STATE: Final = (
    "CREATE INDEX IF NOT EXISTS prints_by_state ON prints"
    " (json_extract(entry, '$.step'), json_extract(entry, '$.evidence.job_state'))"
)
"""For `workstation.queue`, which names the same expressions."""
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS prints (ticket_digest TEXT PRIMARY KEY, entry TEXT)",
    "CREATE TABLE IF NOT EXISTS questions (subject TEXT PRIMARY KEY, kind, details, answer)",
    _BY_STATE,
    "CREATE INDEX IF NOT EXISTS prints_by_order ON prints (json_extract(entry, '$.order_id'))",
)
_REMOVE_QUESTIONS: Final = "DELETE FROM questions WHERE subject IN (SELECT value FROM json_each(?))"
_REMOVE_PRINTS: Final = "DELETE FROM prints WHERE ticket_digest IN (SELECT value FROM json_each(?))"
_BUSY_SECONDS: Final = 5.0


class JournalInUse(Exception):  # noqa: N818 - names the state, as its callers do
    """Another workstation program works with this state directory."""


class Step(StrEnum):
    """How far a ticket came; from SENDING on nothing may be sent again."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FINISHED = "finished"
    REPORTED = "reported"
    DROPPED = "dropped"


NOT_SENT: Final = frozenset({Step.WAITING, Step.QUEUED})
MAY_PRINT: Final = frozenset({Step.SENDING, Step.SENT})


class Entry(BaseModel):
    """One ticket's line; times are the workstation's, the document's facts once it was fetched."""

    model_config = ConfigDict(frozen=True)

    ticket_digest: str
    step: Step = Step.QUEUED
    queued_at: AwareDatetime
    print_job_id: UUID | None = None
    certificate_no: str | None = None
    parts: tuple[PrintPart, ...] = ()
    order_id: UUID | None = None
    order_place: int | None = None
    document_sha256: str | None = None
    document_bytes: int | None = None
    printer_uri: str | None = None
    printer_name: str | None = None
    sending_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    job_id: int | None = None
    seen: Evidence | None = None
    """The last that was seen of it while it printed."""
    evidence: Evidence | None = None
    """The device's last word."""
    held_by: str | None = None
    """What is in its way: a keyword of `contracts.troubles`, a need, or a gateway's code."""

    @property
    def job_name(self) -> str:
        """By which the printer can be asked for a job whose number never arrived."""
        return f"originprint-{self.ticket_digest[:24]}"


class Journal:
    """The journal of one state directory; threads may share it, processes may not."""

    def __init__(self, directory: Path) -> None:
        """Raises JournalInUse."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._held = _held(directory)
        self._rows = opened(directory)
        self._one_at_a_time = threading.Lock()
        for table in _TABLES:
            self._do(table)
        rows = self._do("SELECT entry FROM prints ORDER BY rowid")
        entries = [Entry.model_validate_json(row[0]) for row in rows]
        self._entries = {entry.ticket_digest: entry for entry in entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._rows.close()
        self._held.close()

    def find(self, ticket: str) -> Entry | None:
        return self.of_digest(ticket_digest(ticket))

    def of_digest(self, digest: str) -> Entry | None:
        return self._entries.get(digest)

    def entries(self) -> list[Entry]:
        """All that is kept, in the order in which it came."""
        return list(self._entries.values())

    def save(self, entry: Entry) -> Entry:
        """On disk when this returns."""
        self._do(
            "INSERT INTO prints VALUES (?, ?)"
            " ON CONFLICT (ticket_digest) DO UPDATE SET entry = excluded.entry",
            entry.ticket_digest,
            entry.model_dump_json(),
        )
        self._entries[entry.ticket_digest] = entry
        return entry

    def remove(self, entries: Sequence[Entry], subjects: Sequence[str]) -> None:
        """Entries, and what was asked about them."""
        digests = [entry.ticket_digest for entry in entries]
        for statement, keys in ((_REMOVE_QUESTIONS, subjects), (_REMOVE_PRINTS, digests)):
            self._do(statement, json.dumps(keys))
        for digest in digests:
            self._entries.pop(digest, None)

    def said(self, subject: str, *_: str) -> bool | None:
        """What a person answered, without asking anew."""
        rows = self._do("SELECT answer FROM questions WHERE subject = ?", subject)
        return bool(rows[0][0]) if rows and rows[0][0] is not None else None

    def forget(self, subject: str) -> None:
        """A question that nobody needs to answer any more."""
        self._do("DELETE FROM questions WHERE subject = ?", subject)

    def ask(self, subject: str, kind: str, details: str) -> bool | None:
        """A person's answer, or None for as long as nobody gave one; asked once for all."""
        self._do("INSERT OR IGNORE INTO questions VALUES (?, ?, ?, NULL)", subject, kind, details)
        [[answer]] = self._do("SELECT answer FROM questions WHERE subject = ?", subject)
        return None if answer is None else bool(answer)

    def _do(self, statement: str, *values: Any) -> list[Any]:
        with self._one_at_a_time, closing(self._rows.execute(statement, values)) as answer:
            return answer.fetchall()


def opened(directory: Path) -> sqlite3.Connection:
    """The journal's rows, each change on the disk when it returns."""
    rows = sqlite3.connect(
        directory / FILE, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = FULL")
    return rows


def ticket_digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()


def _held(directory: Path) -> sqlite3.Connection:
    """A lock that ends with its process, on every system."""
    held = sqlite3.connect(
        directory / _HELD, timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        held.close()
        raise JournalInUse(f"{directory} is in use: {error}") from error
    return held
