"""打印正副本, 打印正本, 打印副本: a job and a single-use ticket for each ticked certificate."""

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Transaction
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.printing import (
    GetPrintJob,
    IssuedJob,
    IssuedJobs,
    IssuePrintJobs,
    ListPrintJobs,
    PrintIssued,
    PrintJobList,
    PrintJobView,
    Refusal,
)
from services.print_svc import hearsay, queries, repository
from services.print_svc.domain.jobs import PARTS, PrintJob, open_job
from services.print_svc.domain.tickets import Ticket, write_ticket
from services.print_svc.entrypoints.base import PrintEntrypoints, Use, check_grant
from services.print_svc.views import event_fields, invoice_warnings, job_view


class Issuing(PrintEntrypoints):
    @answer(IssuePrintJobs)
    def issue_print_jobs(self, request: IssuePrintJobs) -> IssuedJobs:
        """All certificates in one transaction; each gets a job or a reason (R60).

        In the order of their numbers, so that two batches never wait for each other.
        """
        printable, refused = self._printable(request)
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            issued = []
            for certificate in printable:
                try:
                    issued.append(self._issue(tx, request, certificate))
                except Refused as refusal:
                    refused.append(_refusal(certificate.certificate_no, refusal))
            return tx.remember(request, IssuedJobs(issued=tuple(issued), refused=tuple(refused)))

    @answer(ListPrintJobs)
    def list_print_jobs(self, request: ListPrintJobs) -> PrintJobList:
        with self.db.reading() as session:
            jobs, next_cursor = queries.list_jobs(session, request)
        views = tuple(job_view(job, now=self.now()) for job in jobs)
        return PrintJobList(jobs=views, next_cursor=next_cursor)

    @answer(GetPrintJob)
    def get_print_job(self, request: GetPrintJob) -> PrintJobView:
        with self.db.reading() as session:
            job = repository.own_job(session, request.caller.enterprise_code, request.job_id)
        return job_view(job, now=self.now())

    def _printable(self, request: IssuePrintJobs) -> tuple[list[Printable], list[Refusal]]:
        printable: list[Printable] = []
        refused: list[Refusal] = []
        use: Use = "copy" if request.parts == "copy" else "print"
        for certificate_no in sorted(set(request.certificate_nos)):
            try:
                printable.append(self.check_printable(request.caller, certificate_no, use))
            except Refused as refusal:
                refused.append(_refusal(certificate_no, refusal))
        return printable, refused

    def _issue(self, tx: Transaction, request: IssuePrintJobs, printable: Printable) -> IssuedJob:
        """Raise Refused before anything is written."""
        job = self._ticketed_job(tx, request, printable)
        standing = hearsay.hold(tx.session, job.certificate_no, job.enterprise_code)
        standing.check_issuable(job.revision, original=job.has_original)
        check_grant(tx.session, job)
        self.stamps_of(tx.session, printable, job.issued_at)
        repository.add_job(tx.session, job, now=job.issued_at)
        if job.has_original:
            tx.publish(
                PrintIssued(
                    **event_fields(job),
                    issued_at=job.issued_at,
                    ticket_expires_at=job.ticket_expires_at,
                )
            )
        return IssuedJob(
            job=job_view(job, now=job.issued_at),
            ticket=write_ticket(_ticket(job), self.settings.ticket_key),
            warnings=invoice_warnings(printable.invoice_no),
        )

    def _ticketed_job(
        self, tx: Transaction, request: IssuePrintJobs, printable: Printable
    ) -> PrintJob:
        serials = {part: repository.next_serial(tx.session) for part in PARTS[request.parts]}
        now = self.now()
        return replace(
            open_job(printable, request.caller, serials, job_id=uuid4(), now=now),
            workstation=request.workstation,
            nonce=secrets.token_urlsafe(12),
            ticket_expires_at=now + timedelta(seconds=self.settings.ticket_seconds),
        )


def _ticket(job: PrintJob) -> Ticket:
    return Ticket(
        job_id=job.id,
        certificate_no=job.certificate_no,
        parts=job.parts,
        workstation=job.workstation,
        expires_at=job.ticket_expires_at,
        nonce=job.nonce,
    )


def _refusal(certificate_no: str, refusal: Refused) -> Refusal:
    return Refusal(certificate_no=certificate_no, code=refusal.code, details=refusal.details)
