"""Following a job to its end, and saying what was seen as evidence (promise 3)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import urlsplit

from contracts.evidence import Evidence
from contracts.troubles import FORGOTTEN, UNREACHABLE
from workstation import logs
from workstation.ipp import IppError, JobNotFound, JobState, JobStatus, Printer
from workstation.journal import Entry

_FIRST_PAUSE_SECONDS: Final = 0.05
_LIVELY_PAUSE_SECONDS: Final = 0.25
_LIVELY_SECONDS: Final = 60.0
_LONGEST_PAUSE_SECONDS: Final = 1.0
"""Once nothing changed for a minute."""
_DEVICE_SECONDS: Final = 5.0
_ASKABLE: Final = frozenset({"ipp", "ipps"})

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

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys((*self.printer_reasons, *(self.job.reasons if self.job else ())))
        )


def watch(
    printer: Printer,
    entry: Entry,
    *,
    patience: float,
    on_change: Callable[[Sighting], None] = lambda _: None,
) -> Sighting:
    """Look at a sent job until it ends or `patience` (seconds) does; a lost printer may return.

    What is returned has all that was wrong with the printer on the way, what `on_change` is told
    only what is wrong at the moment.
    """
    started = changed = time.monotonic()
    pause, met, before = _FIRST_PAUSE_SECONDS, dict[str, None](), Sighting()
    while True:
        now = _look(printer, entry)
        met |= dict.fromkeys(now.printer_reasons)
        if now != before:
            before, changed, pause = now, time.monotonic(), _FIRST_PAUSE_SECONDS
            on_change(now)
        if now.settled or time.monotonic() >= started + patience:
            return replace(now, printer_reasons=tuple(met))
        time.sleep(pause)
        quiet = time.monotonic() - changed > _LIVELY_SECONDS
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS if quiet else _LIVELY_PAUSE_SECONDS)


def _look(printer: Printer, entry: Entry) -> Sighting:
    try:
        description = printer.get_printer_attributes()
        job = _our_job(printer, entry)
    except JobNotFound:
        return Sighting(printer_reasons=(FORGOTTEN,), settled=True)
    except IppError as error:
        logs.warning("printer_lost", job_name=entry.job_name, reason=str(error))
        return Sighting(printer_reasons=(UNREACHABLE,))
    if job.state.is_final and description.device_uri:
        job = _told_by_device(job, description.device_uri, entry.job_name)
    return Sighting(job=job, printer_reasons=description.reasons, settled=job.state.is_final)


def _our_job(printer: Printer, entry: Entry) -> JobStatus:
    """A printer that was switched off may count its jobs from one again, hence the name."""
    if entry.job_id is None:
        raise JobNotFound(0, "the job never got a number")
    job = printer.get_job_attributes(entry.job_id)
    if job.name not in (None, entry.job_name):
        raise JobNotFound(0, f"job {entry.job_id} is another one by now")
    return job


def _told_by_device(job: JobStatus, device_uri: str, name: str) -> JobStatus:
    """What a queue of CUPS says of a job, put right by the device behind it.

    A queue counts the pages that it sent, and may call completed what the device gave up between
    two of its looks. Where the device cannot be asked, nothing was counted.
    """
    told = _at_device(device_uri, name)
    if told is None:
        return replace(job, impressions_completed=None)
    reasons = tuple(dict.fromkeys((*job.reasons, *told.reasons)))
    return replace(
        job,
        state=told.state,
        reasons=reasons,
        impressions_completed=told.impressions_completed,
    )


def _at_device(uri: str, name: str) -> JobStatus | None:
    try:
        address = urlsplit(uri)
        if address.scheme not in _ASKABLE:
            return None
        device = Printer(address._replace(query="").geturl(), timeout=_DEVICE_SECONDS)
        return device.find_job(name)
    except (IppError, ValueError) as error:
        logs.warning("device_not_asked", job_name=name, reason=str(error))
        return None


def evidence_of(entry: Entry, sighting: Sighting) -> Evidence:
    """The facts kept apart: queued and sent by us, counted and judged by the device."""
    job = sighting.job
    return Evidence(
        queued_at=entry.queued_at,
        sent_at=entry.sent_at,
        finished_at=datetime.now(UTC) if job and sighting.settled else None,
        job_state=_SEEN[job.state] if job else "unknown",
        impressions_completed=job.impressions_completed if job else None,
        state_reasons=sighting.reasons,
        printer_name=entry.printer_name,
        printer_uri=entry.printer_uri,
        bytes_sent=entry.document_bytes if entry.sent_at else None,
        document_sha256=entry.document_sha256,
    )
