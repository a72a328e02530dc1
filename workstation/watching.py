"""Following a job to its end, and saying what was seen as evidence (promise 3)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from contracts.printing import Evidence
from workstation.ipp import IppError, JobNotFound, JobState, JobStatus, Printer
from workstation.journal import Entry

_FIRST_PAUSE_SECONDS: Final = 0.05
_LONGEST_PAUSE_SECONDS: Final = 1.0

SeenState = Literal["pending", "processing", "completed", "aborted", "canceled", "unknown"]

_SEEN: Final[Mapping[JobState, SeenState]] = {
    JobState.PENDING: "pending",
    JobState.PENDING_HELD: "pending",
    JobState.PROCESSING: "processing",
    JobState.PROCESSING_STOPPED: "processing",
    JobState.COMPLETED: "completed",
    JobState.ABORTED: "aborted",
    JobState.CANCELED: "canceled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The last that was seen of a job; `settled` when looking again would tell no more."""

    job: JobStatus | None = None
    printer_reasons: tuple[str, ...] = ()
    settled: bool = False


def watch(printer: Printer, job_id: int, *, patience: float) -> Sighting:
    """Look at a job until it ends or `patience` (seconds) does; a lost printer may come back."""
    deadline = time.monotonic() + patience
    pause, reasons = _FIRST_PAUSE_SECONDS, dict[str, None]()
    while True:
        job = None
        try:
            reasons |= dict.fromkeys(printer.get_printer_attributes().reasons)
            job = printer.get_job_attributes(job_id)
        except JobNotFound:
            return Sighting(printer_reasons=tuple(reasons), settled=True)
        except IppError:
            pass
        settled = job is not None and job.state.is_final
        if settled or time.monotonic() >= deadline:
            return Sighting(job=job, printer_reasons=tuple(reasons), settled=settled)
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)


def evidence_of(entry: Entry, sighting: Sighting) -> Evidence:
    """The facts kept apart: queued and sent by us, counted and judged by the device."""
    job = sighting.job
    reasons = (*sighting.printer_reasons, *(job.reasons if job else ()))
    return Evidence(
        queued_at=entry.queued_at,
        sent_at=entry.sent_at,
        finished_at=datetime.now(UTC) if job and sighting.settled else None,
        job_state=_SEEN[job.state] if job else "unknown",
        impressions_completed=job.impressions_completed if job else None,
        state_reasons=tuple(dict.fromkeys(reasons)),
        printer_name=entry.printer_name,
        printer_uri=entry.printer_uri,
        bytes_sent=entry.document_bytes if entry.sent_at else None,
        document_sha256=entry.document_sha256,
    )
