"""One ticket from the gateway to the printer's last word, at most once whatever crashes between."""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from contracts.printing import Evidence
from workstation.ipp import (
    AnswerLost,
    IppError,
    Printer,
    PrinterBusy,
    PrinterDescription,
    PrinterRefused,
    PrinterUnreachable,
)
from workstation.journal import Entry, Journal, Step, ticket_digest
from workstation.preflight import Preflight
from workstation.tickets import DocumentDamaged, TicketClient
from workstation.watching import Sighting, evidence_of, watch

_BUSY_PAUSE_SECONDS: Final = 0.5
_LONGEST_PRINTER_NAME: Final = 200
_log = structlog.get_logger()


class PrinterUnfit(Exception):  # noqa: N818 - names the finding
    """The printer says that it cannot print a certificate as R62 asks."""

    def __init__(self, obstacles: tuple[str, ...]) -> None:
        super().__init__(f"the printer lacks: {', '.join(obstacles)}")
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One workstation's means; `patience` is how many seconds a busy printer or a job may take."""

    tickets: TicketClient
    journal: Journal
    printer_uri: str
    patience: float = 120.0


def print_ticket(ticket: str, desk: Desk) -> Evidence:
    """Print a ticket's document, or go on where an earlier run stopped; report what was seen.

    The printer is looked at before the document is fetched, because fetching it turns the
    certificate 已打印. Raises TicketError, IppError or PrinterUnfit, and may then be tried again
    with the same ticket: what may have been sent once is only asked after, never sent again.
    """
    entry = desk.journal.find(ticket)
    if entry is None or entry.step is Step.QUEUED:
        entry = _send(ticket, entry, desk)
    evidence = entry.evidence
    if evidence is None:
        evidence, settled = _witness(entry, desk)
        if settled:
            entry = _advance(entry, desk, step=Step.FINISHED, evidence=evidence)
    if entry.step is not Step.REPORTED:
        desk.tickets.send_evidence(ticket, evidence)
    if entry.step is Step.FINISHED:
        _advance(entry, desk, step=Step.REPORTED)
    return evidence


def _send(ticket: str, earlier: Entry | None, desk: Desk) -> Entry:
    printer = Printer(desk.printer_uri)
    description = printer.get_printer_attributes()
    obstacles = Preflight.of(description).obstacles()
    if obstacles:
        raise PrinterUnfit(obstacles)
    pdf = desk.tickets.fetch_document(ticket)
    entry = _queued(ticket, pdf, description)
    if earlier and earlier.document_sha256 != entry.document_sha256:
        raise DocumentDamaged("the gateway gave another document for the same ticket")
    return _submit(desk.journal.save(entry), pdf, printer, desk)


def _queued(ticket: str, pdf: bytes, printer: PrinterDescription) -> Entry:
    name = printer.name or printer.make_and_model
    return Entry(
        ticket_digest=ticket_digest(ticket),
        queued_at=datetime.now(UTC),
        document_sha256=hashlib.sha256(pdf).hexdigest(),
        document_bytes=len(pdf),
        printer_uri=printer.uri,
        printer_name=name[:_LONGEST_PRINTER_NAME] if name else None,
    )


def _submit(entry: Entry, pdf: bytes, printer: Printer, desk: Desk) -> Entry:
    """Send the document as soon as the printer takes it."""
    deadline = time.monotonic() + desk.patience
    while True:
        sending = _advance(entry, desk, step=Step.SENDING, sending_at=datetime.now(UTC))
        try:
            job = printer.print_job(pdf, name=entry.job_name, timeout=desk.patience)
        except (PrinterUnreachable, PrinterRefused) as refusal:
            _advance(entry, desk, step=Step.QUEUED)
            if not isinstance(refusal, PrinterBusy) or time.monotonic() >= deadline:
                raise
        except AnswerLost as error:
            _log.warning("print_answer_lost", job_name=entry.job_name, reason=str(error))
            return sending
        else:
            sent_at = datetime.now(UTC)
            return _advance(entry, desk, step=Step.SENT, sent_at=sent_at, job_id=job.job_id)
        time.sleep(_BUSY_PAUSE_SECONDS)


def _witness(entry: Entry, desk: Desk) -> tuple[Evidence, bool]:
    """What became of a document that may have been sent, and whether that is the last word."""
    printer = Printer(entry.printer_uri or desk.printer_uri)
    if entry.job_id is None:
        try:
            entry = _recovered(entry, printer, desk)
        except IppError:
            return evidence_of(entry, Sighting()), False
    sighting = watch(printer, entry, patience=desk.patience)
    return evidence_of(entry, sighting), sighting.settled


def _recovered(entry: Entry, printer: Printer, desk: Desk) -> Entry:
    """The entry with its job's number, where the printer knows a job of its name."""
    job = printer.find_job(entry.job_name)
    if job is None:
        return entry
    return _advance(entry, desk, step=Step.SENT, sent_at=entry.sending_at, job_id=job.job_id)


def _advance(entry: Entry, desk: Desk, **changes: Any) -> Entry:
    advanced = desk.journal.save(entry.model_copy(update=changes))
    _log.info("print_advanced", job_name=entry.job_name, step=advanced.step)
    return advanced
