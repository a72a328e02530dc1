"""打印正副本, 打印正本, 打印副本: a job and a single-use ticket for each ticked certificate."""

import secrets
from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Transaction
from contracts.certificates import CheckPrintable, Printable
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
from contracts.values import PrintPart
from services.print_svc import repository
from services.print_svc.domain.jobs import PARTS, PrintJob
from services.print_svc.domain.serials import ENTROPY_LIMIT, make_serial
from services.print_svc.domain.tickets import Ticket, write_ticket
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.views import event_fields, job_view


class Issuing(PrintEntrypoints):
    @answer(IssuePrintJobs)
    def issue_print_jobs(self, request: IssuePrintJobs) -> IssuedJobs:
        """All certificates in one transaction; each gets a job or a reason (R60)."""
        printable: list[Printable] = []
        refused: list[Refusal] = []
        for certificate_no in dict.fromkeys(request.certificate_nos):
            try:
                printable.append(self._check(request, certificate_no))
            except Refused as refusal:
                refused.append(_refusal(certificate_no, refusal))
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
            jobs = repository.jobs_of(
                session, request.caller.enterprise_code, request.certificate_no
            )
        return PrintJobList(jobs=tuple(job_view(job) for job in jobs))

    @answer(GetPrintJob)
    def get_print_job(self, request: GetPrintJob) -> PrintJobView:
        with self.db.reading() as session:
            return job_view(
                repository.own_job(session, request.caller.enterprise_code, request.job_id)
            )

    def _check(self, request: IssuePrintJobs, certificate_no: str) -> Printable:
        use = "copy" if request.parts == "copy" else "print"
        found: Printable = self.ask(
            CheckPrintable(caller=request.caller, certificate_no=certificate_no, use=use)
        )
        return found

    def _issue(self, tx: Transaction, request: IssuePrintJobs, printable: Printable) -> IssuedJob:
        repository.authorization(tx.session, printable.enterprise_code)
        job = self._new_job(tx, request, printable)
        repository.add_job(tx.session, job, now=self.now())
        if job.has_original:
            tx.publish(
                PrintIssued(
                    **event_fields(job),
                    issued_at=job.issued_at,
                    ticket_expires_at=job.ticket_expires_at,
                )
            )
        ticket = Ticket(
            job_id=job.id,
            certificate_no=job.certificate_no,
            parts=job.parts,
            workstation=job.workstation,
            expires_at=job.ticket_expires_at,
            nonce=job.nonce,
        )
        return IssuedJob(job=job_view(job), ticket=write_ticket(ticket, self.settings.ticket_key))

    def _new_job(self, tx: Transaction, request: IssuePrintJobs, printable: Printable) -> PrintJob:
        now = self.now()
        parts = PARTS[request.parts]
        serials = {part: self._serial(tx) for part in parts}
        return PrintJob(
            id=uuid4(),
            certificate_no=printable.certificate_no,
            revision=printable.revision,
            enterprise_code=printable.enterprise_code,
            agent_code=printable.agent_code,
            issuer_code=request.caller.enterprise_code,
            operator_id=request.caller.operator_id,
            medium=request.caller.medium,
            parts=parts,
            original_serial=serials.get(PrintPart.ORIGINAL),
            copy_serial=serials.get(PrintPart.COPY),
            workstation=request.workstation,
            nonce=secrets.token_urlsafe(12),
            issued_at=now,
            ticket_expires_at=now + timedelta(seconds=self.settings.ticket_seconds),
        )

    def _serial(self, tx: Transaction) -> str:
        sequence = repository.next_sequence(tx.session)
        return make_serial(sequence=sequence, entropy=secrets.randbelow(ENTROPY_LIMIT))


def _refusal(certificate_no: str, refusal: Refused) -> Refusal:
    return Refusal(certificate_no=certificate_no, code=refusal.code, details=refusal.details)
