"""Following a job to its end, and saying what was seen as evidence (promise 3)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

import structlog

from contracts.printing import Evidence
from workstation.ipp import IppError, JobNotFound, JobState, JobStatus, Printer
from workstation.journal import Entry

_FIRST_PAUSE_SECONDS: Final = 0.05
_LONGEST_PAUSE_SECONDS: Final = 1.0

_log = structlog.get_logger()

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


def watch(printer: Printer, entry: Entry, *, patience: float) -> Sighting:
    """Look at a sent job until it ends or `patience` (seconds) does; a lost printer may return."""
    deadline = time.monotonic() + patience
    pause, reasons = _FIRST_PAUSE_SECONDS, dict[str, None]()
    while True:
        job = None
        try:
            reasons |= dict.fromkeys(printer.get_printer_attributes().reasons)
            job = _our_job(printer, entry)
        except JobNotFound:
            return Sighting(printer_reasons=tuple(reasons), settled=True)
        except IppError as error:
            _log.warning("printer_lost", job_name=entry.job_name, reason=str(error))
        settled = job is not None and job.state.is_final
        if settled or time.monotonic() >= deadline:
            return Sighting(job=job, printer_reasons=tuple(reasons), settled=settled)
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)


def _our_job(printer: Printer, entry: Entry) -> JobStatus:
    """A printer that was switched off may count its jobs from one again, hence the name."""
    if entry.job_id is None:
        raise JobNotFound(0, "the job never got a number")
    job = printer.get_job_attributes(entry.job_id)
    if job.name not in (None, entry.job_name):
        raise JobNotFound(0, f"job {entry.job_id} is another one by now")
    return job


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
