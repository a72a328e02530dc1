"""One ticket from the gateway to the printer's last word, at most once whatever crashes between."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from contracts.evidence import Evidence
from contracts.preflights import Preflight, PrinterRules
from workstation import logs
from workstation.ipp import (
    AnswerLost,
    IppError,
    Printer,
    PrinterBusy,
    PrinterDescription,
    PrintSettings,
)
from workstation.journal import Entry, Journal, Step, ticket_digest
from workstation.preflight import USUAL_RULES, answers_of, name_of, preflight, vouched
from workstation.tickets import DocumentDamaged, GatewayBusy, TicketClient
from workstation.watching import Sighting, evidence_of, watch

_BUSY_PAUSE_SECONDS: Final = 0.2

ReplyT = TypeVar("ReplyT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One workstation's means; `patience` is how many seconds a busy printer or a job may take.

    `adjusted` is given a document and a printer's address, and gives what that printer gets.
    """

    tickets: TicketClient
    journal: Journal
    printer_uri: str
    patience: float = 120.0
    rules: Callable[[], PrinterRules] = lambda: USUAL_RULES
    adjusted: Callable[[bytes, str], bytes] = field(default=lambda pdf, _: pdf)


def print_ticket(ticket: str, desk: Desk) -> Evidence:
    """Print a ticket's document, or go on where an earlier run stopped; report what was seen.

    The printer is looked at before the document is fetched, because fetching it turns the
    certificate 已打印. Raises TicketError, IppError or PrinterUnfit, and may then be tried again
    with the same ticket: what may have been sent once is only asked after, never sent again.
    """
    entry = desk.journal.find(ticket)
    if entry is None or entry.step in {Step.WAITING, Step.QUEUED}:
        description, fit = look(desk.printer_uri, desk)
        pdf = _patiently(lambda: desk.tickets.fetch_document(ticket, fit), desk)
        entry = submit(fetched(ticket, entry, pdf, description, desk), pdf, description, desk)
    evidence = entry.evidence
    if evidence is None:
        entry, evidence = witness(entry, desk)
    if entry.step is not Step.REPORTED:
        _patiently(lambda: desk.tickets.send_evidence(ticket, evidence), desk)
    if entry.step is Step.FINISHED:
        advance(entry, desk.journal, step=Step.REPORTED)
    return evidence


def look(printer_uri: str, desk: Desk) -> tuple[PrinterDescription, Preflight]:
    """What the printer is, and what may be told of it. Raises IppError or PrinterUnfit."""
    description = Printer(printer_uri).get_printer_attributes()
    answers = vouched(answers_of(description, desk.rules()), description, desk.journal.ask)
    return description, preflight(description, answers)


def fetched(
    ticket: str, earlier: Entry | None, pdf: bytes, printer: PrinterDescription, desk: Desk
) -> Entry:
    """On disk before anything is sent. Raises DocumentDamaged for another one than before."""
    digest = hashlib.sha256(pdf).hexdigest()
    if earlier and earlier.document_sha256 not in {None, digest}:
        raise DocumentDamaged("the gateway gave another document for the same ticket")
    entry = earlier or Entry(ticket_digest=ticket_digest(ticket), queued_at=datetime.now(UTC))
    known = {
        "step": Step.QUEUED,
        "document_sha256": digest,
        "document_bytes": len(pdf),
        "printer_uri": printer.uri,
        "printer_name": name_of(printer),
        "held_by": None,
    }
    return desk.journal.save(entry.model_copy(update=known))


def submit(entry: Entry, pdf: bytes, description: PrinterDescription, desk: Desk) -> Entry:
    """Send the document as soon as the printer takes it. Raises IppError when it took none."""
    printer = Printer(entry.printer_uri or desk.printer_uri)
    deadline = time.monotonic() + desk.patience
    pdf, settings = desk.adjusted(pdf, printer.uri), PrintSettings.at(description)
    while True:
        sending = advance(entry, desk.journal, step=Step.SENDING, sending_at=datetime.now(UTC))
        try:
            job = printer.print_job(
                pdf, name=entry.job_name, settings=settings, timeout=desk.patience
            )
        except AnswerLost as error:
            logs.warning("print_answer_lost", job_name=entry.job_name, reason=str(error))
            return sending if error.job_id is None else _numbered(sending, error.job_id, desk)
        except IppError as refusal:
            advance(entry, desk.journal, step=Step.QUEUED)
            if not isinstance(refusal, PrinterBusy) or time.monotonic() >= deadline:
                raise
        else:
            sent_at = datetime.now(UTC)
            return advance(
                sending, desk.journal, step=Step.SENT, sent_at=sent_at, job_id=job.job_id
            )
        time.sleep(_BUSY_PAUSE_SECONDS)


def witness(
    entry: Entry, desk: Desk, on_change: Callable[[Entry], None] = lambda _: None
) -> tuple[Entry, Evidence]:
    """What became of a document that may have been sent; FINISHED where that is the last word.

    `on_change` is told each new sight, which is on disk by then.
    """
    printer = Printer(entry.printer_uri or desk.printer_uri)
    if entry.job_id is None:
        try:
            entry = _recovered(entry, printer, desk)
        except IppError:
            return entry, evidence_of(entry, Sighting())

    def seen(sighting: Sighting) -> None:
        told = entry.model_copy(update={"seen": evidence_of(entry, sighting)})
        if not sighting.settled:
            on_change(desk.journal.save(told))

    sighting = watch(printer, entry, patience=desk.patience, on_change=seen)
    evidence = evidence_of(entry, sighting)
    if sighting.settled:
        entry = advance(entry, desk.journal, step=Step.FINISHED, evidence=evidence)
    return entry, evidence


def _patiently(call: Callable[[], ReplyT], desk: Desk) -> ReplyT:
    """Again as often as the gateway asks to come again, within the desk's patience."""
    deadline = time.monotonic() + desk.patience
    while True:
        try:
            return call()
        except GatewayBusy as busy:
            if time.monotonic() + busy.seconds > deadline:
                raise
            logs.warning("gateway_busy", reason=str(busy), seconds=busy.seconds)
            time.sleep(busy.seconds)


def advance(entry: Entry, journal: Journal, **changes: Any) -> Entry:
    advanced = journal.save(entry.model_copy(update=changes))
    logs.info("print_advanced", job_name=entry.job_name, step=advanced.step)
    return advanced


def _recovered(entry: Entry, printer: Printer, desk: Desk) -> Entry:
    """The entry with its job's number, where the printer knows a job of its name."""
    job = printer.find_job(entry.job_name)
    return entry if job is None else _numbered(entry, job.job_id, desk)


def _numbered(entry: Entry, job_id: int, desk: Desk) -> Entry:
    sent_at = entry.sending_at
    return advance(entry, desk.journal, step=Step.SENT, sent_at=sent_at, job_id=job_id)
