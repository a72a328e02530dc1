"""The queue at work: a thread for each printer, one job at a time there, whatever stops in between.

Tickets are in memory alone: after a start the gateway is asked for those of what is not over.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from contracts.evidence import Evidence
from contracts.troubles import NOT_SENT as NEVER_SENT
from contracts.troubles import UNREACHABLE
from contracts.workstation_program import WaitingJob
from workstation import logs
from workstation.aging import forget_old
from workstation.ahead import Ahead
from workstation.ipp import IppError
from workstation.journal import MAY_PRINT, NOT_SENT, Entry, Step, ticket_digest
from workstation.known_tickets import KnownTickets, Ticket
from workstation.outcomes import ask_outcome, close_outcome, is_open, is_over
from workstation.preflight import PrinterUnfit
from workstation.printing import Desk, advance, fetched, look, submit, witness
from workstation.surviving import survived
from workstation.telling import Send, Teller
from workstation.tickets import DocumentDamaged, GatewayUnreachable, TicketRefused

HELD_SECONDS: Final = 2.0
_ASK_AGAIN_SECONDS: Final = 60.0
_DAY_SECONDS: Final = 24 * 3600.0


class Spool:
    """Prints what the gateway has for this workstation; `desk.printer_uri` is the default.

    `send` is how evidence is told, as the desk's ticket client does it where nothing is given.
    """

    def __init__(self, desk: Desk, send: Send | None = None) -> None:
        self._desk, self._journal = desk, desk.journal
        self._tickets = KnownTickets()
        self._stirred: dict[str, threading.Event] = {}
        self._one_at_a_time = threading.Lock()
        self._asked_at = self._aged_at = 0.0
        self._ahead = Ahead()
        self._teller = Teller(send or desk.tickets.send_evidence, self._told)

    def sync(self) -> None:
        """Learn what waits and what waits no more; a gateway that is away is asked again."""
        with self._one_at_a_time:
            try:
                jobs = self._desk.tickets.waiting_jobs()
            except (GatewayUnreachable, TicketRefused) as error:
                logs.warning("jobs_not_known", reason=str(error))
            else:
                self._asked_at = time.monotonic()
                self._learn(jobs)
            self._forget_over()
            concerned = [entry for entry in self._journal.entries() if self._open(entry)]
            for uri in {entry.printer_uri or self._desk.printer_uri for entry in concerned}:
                self._stir(uri)

    def _learn(self, jobs: Sequence[WaitingJob]) -> None:
        """What was handed out before is gone on with only where the journal knows of it:

        otherwise somebody may have printed it elsewhere.
        """
        listed = set()
        for job in jobs:
            text = job.ticket.get_secret_value()
            entry = self._journal.find(text)
            if entry is None and job.released:
                continue
            entry = entry or self._journal.save(_waiting(job, self._desk))
            listed.add(entry.ticket_digest)
            self._tickets.learn(entry.ticket_digest, Ticket(text, job.ticket_expires_at))
        for entry in self._journal.entries():
            if entry.print_job_id is not None and entry.ticket_digest not in listed:
                self._forget(entry)
            elif entry.step is Step.FINISHED:
                self._tell(entry, entry.evidence)

    def _forget(self, entry: Entry) -> None:
        """The gateway has it no more among what waits."""
        if entry.step in NOT_SENT:
            self._drop(entry, "withdrawn")
        elif is_open(entry):
            close_outcome(entry, self._journal)
        elif entry.step is Step.FINISHED and self._tickets.get(entry.ticket_digest) is None:
            advance(entry, self._journal, step=Step.REPORTED)

    def _forget_over(self) -> None:
        """Tickets and documents, and once a day what the journal has had for long enough."""
        for digest in self._tickets.digests() | self._ahead.digests():
            entry = self._journal.of_digest(digest)
            if entry is None or is_over(entry):
                self._tickets.forget(digest)
                self._ahead.take(digest)
        if time.monotonic() >= self._aged_at:
            self._aged_at = time.monotonic() + _DAY_SECONDS
            forget_old(self._journal, datetime.now(UTC))

    def _stir(self, uri: str) -> None:
        stirred = self._stirred.get(uri)
        if stirred is None:
            stirred = self._stirred[uri] = threading.Event()
            name = f"printer {uri}"
            threading.Thread(target=self._work, args=[uri], name=name, daemon=True).start()
        stirred.set()

    def _work(self, uri: str) -> None:
        """Until the program ends; what cannot go on is tried again after a pause."""
        desk = replace(self._desk, printer_uri=uri)
        while True:
            with survived("printer_failed", printer=uri):
                self._turn(desk, self._stirred[uri])

    def _turn(self, desk: Desk, stirred: threading.Event) -> None:
        stirred.clear()
        uri = desk.printer_uri
        entry = self._next(uri)
        went_on = entry is not None and self._try(entry, desk)
        if not went_on:
            stirred.wait(HELD_SECONDS if self._any_open(uri) else None)
            if entry is not None and time.monotonic() > self._asked_at + _ASK_AGAIN_SECONDS:
                self.sync()

    def _try(self, entry: Entry, desk: Desk) -> bool:
        """As `_go_on`; what fails twice in a way that nobody expected lets others go first."""
        try:
            return self._go_on(entry, desk)
        except Exception:
            self._tickets.failed(entry.ticket_digest)
            raise

    def _next(self, uri: str) -> Entry | None:
        """What the printer may have already comes first; answers that came are passed on."""
        entries = [one for one in self._journal.entries() if self._is_at(one, uri)]
        for entry in filter(is_open, entries):
            if answered := ask_outcome(entry, self._journal):
                self._tell(answered, answered.evidence)
        begun = [entry for entry in entries if entry.step in MAY_PRINT]
        return next(iter(begun + [entry for entry in entries if self._is_ready(entry)]), None)

    def _is_at(self, entry: Entry, uri: str) -> bool:
        return (entry.printer_uri or self._desk.printer_uri) == uri

    def _is_ready(self, entry: Entry) -> bool:
        return entry.step in NOT_SENT and self._tickets.may_be_tried(entry.ticket_digest)

    def _open(self, entry: Entry) -> bool:
        return entry.step in NOT_SENT | MAY_PRINT or is_open(entry)

    def _any_open(self, uri: str) -> bool:
        return any(self._is_at(one, uri) and self._open(one) for one in self._journal.entries())

    def _go_on(self, entry: Entry, desk: Desk) -> bool:
        """Whether the next one may be looked at without a pause."""
        try:
            if entry.step in NOT_SENT:
                entry = self._send(entry, desk)
                self._look_ahead(desk)
            return self._watch(entry, desk)
        except PrinterUnfit as error:
            self._hold(entry, error.obstacles[0])
        except IppError as error:
            logs.warning("printer_away", printer=desk.printer_uri, reason=str(error))
            self._hold(entry, UNREACHABLE)
        except GatewayUnreachable:
            self._hold(entry, "gateway-away")
        except DocumentDamaged as error:
            logs.warning("document_damaged", certificate_no=entry.certificate_no, why=str(error))
            self._tickets.put_off(entry.ticket_digest)
        except TicketRefused as refusal:
            return self._refused(entry, refusal)
        return False

    def _send(self, entry: Entry, desk: Desk) -> Entry:
        ticket = self._tickets.text(entry.ticket_digest)
        description, fit = look(desk.printer_uri, desk)
        content = self._ahead.take(entry.ticket_digest)
        if content is None:
            entry = advance(entry, self._journal, step=Step.QUEUED)
            content = desk.tickets.fetch_sealed(ticket, fit)
        pdf = desk.tickets.open(content, ticket)
        entry = fetched(ticket, entry, pdf, description, desk)
        self._tell(entry, _queued(entry))
        return submit(entry, pdf, description, desk)

    def _look_ahead(self, desk: Desk) -> None:
        """Fetch the next document while this one prints, where nothing speaks against it."""
        ready = [
            entry
            for entry in self._journal.entries()
            if self._is_at(entry, desk.printer_uri) and self._is_ready(entry)
        ]
        if not ready or ready[0].step is not Step.WAITING:
            return
        ticket = self._tickets.get(ready[0].ticket_digest)
        if ticket is None:
            return
        self._ahead.fetch(ready[0], ticket.text, ticket.expires_at, desk)

    def _watch(self, entry: Entry, desk: Desk) -> bool:
        entry, evidence = witness(entry, desk, on_change=lambda now: self._tell(now, now.seen))
        self._tell(entry, evidence)
        if entry.step is not Step.FINISHED:
            return False
        told = {"place": entry.order_place, "state": evidence.job_state}
        logs.info("job_ended", certificate_no=entry.certificate_no, **told)
        ask_outcome(entry, self._journal)
        return True

    def _refused(self, entry: Entry, refusal: TicketRefused) -> bool:
        """A document that was handed out and cannot be had again will never come out: say so."""
        logs.warning("job_refused", certificate_no=entry.certificate_no, reason=str(refusal))
        if refusal.passes or refusal.code.startswith("workstation."):
            self._hold(entry, refusal.code)
            return False
        told = _queued(entry).model_copy(
            update={
                "job_state": "canceled",
                "state_reasons": (NEVER_SENT,),
                "finished_at": datetime.now(UTC),
            }
        )
        ticket = self._tickets.get(entry.ticket_digest)
        if ticket is None:
            self._drop(entry, refusal.code)
            return True
        try:
            self._desk.tickets.send_evidence(ticket.text, told)
        except GatewayUnreachable:
            return False
        except TicketRefused:
            self._drop(entry, refusal.code)
        else:
            advance(entry, self._journal, step=Step.REPORTED, evidence=told, held_by=refusal.code)
        return True

    def _hold(self, entry: Entry, why: str) -> None:
        now = self._journal.of_digest(entry.ticket_digest) or entry
        if now.held_by != why:
            advance(now, self._journal, held_by=why)

    def _drop(self, entry: Entry, why: str) -> None:
        logs.info("job_dropped", certificate_no=entry.certificate_no, reason=why)
        advance(entry, self._journal, step=Step.DROPPED, held_by=why)

    def _tell(self, entry: Entry, evidence: Evidence | None) -> None:
        """Without a ticket it is told once the gateway gave it again."""
        ticket = self._tickets.get(entry.ticket_digest)
        if ticket is not None and evidence is not None:
            self._teller.tell(ticket.text, evidence)

    def _told(self, ticket: str, evidence: Evidence) -> None:
        entry = self._journal.find(ticket)
        if entry is not None and entry.step is Step.FINISHED and entry.evidence == evidence:
            advance(entry, self._journal, step=Step.REPORTED)


def _waiting(job: WaitingJob, desk: Desk) -> Entry:
    return Entry(
        ticket_digest=ticket_digest(job.ticket.get_secret_value()),
        step=Step.WAITING,
        queued_at=datetime.now(UTC),
        print_job_id=job.job_id,
        certificate_no=job.certificate_no,
        parts=job.parts,
        order_id=job.order_id,
        order_place=job.order_place,
        printer_uri=job.printer_uri or desk.printer_uri,
    )


def _queued(entry: Entry) -> Evidence:
    return Evidence(
        queued_at=entry.queued_at,
        job_state="pending",
        printer_name=entry.printer_name,
        printer_uri=entry.printer_uri,
        document_sha256=entry.document_sha256,
    )
