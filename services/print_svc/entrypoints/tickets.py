"""A ticket becomes a document, and the device reports what it did with it (R72, promise 3)."""

from dataclasses import replace

from chassis.calls import answer
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.print_answers import WithdrawPrintJob
from contracts.printing import (
    DocumentReleased,
    PrintJobView,
    PrintProgressed,
    PrintReleased,
    RecordEvidence,
    ReleaseDocument,
)
from contracts.proofs import document_info, fetching, reporting, withdrawing
from services.print_svc.documents.files import FinishedDocument, store_sealed
from services.print_svc.documents.sealing import sealed
from services.print_svc.domain.device import progress
from services.print_svc.domain.evidence import with_evidence
from services.print_svc.domain.preflights import checked
from services.print_svc.domain.print_jobs import (
    PrintJob,
    release,
    with_document,
)
from services.print_svc.domain.print_parts import right_to
from services.print_svc.domain.seal_uses import seal_uses_of
from services.print_svc.domain.tickets import read_ticket
from services.print_svc.domain.workstations import (
    Workstation,
    check_enrolled,
    check_fetchable,
    check_workstation,
)
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.entrypoints.views import document_released, event_fields, job_view
from services.print_svc.storage import print_jobs, seal_uses, workstations


class Tickets(PrintEntrypoints):
    @answer(ReleaseDocument, outside_transaction=True)
    def release_document(self, request: ReleaseDocument) -> DocumentReleased:
        """The first presentation releases; a later one gets the same bytes (promise 2).

        Nobody but the workstation can read them, whoever holds the ticket or the object store.
        Whether its issuer still may is asked at each of them, after whatever takes long.
        """
        text = request.ticket.get_secret_value()
        ticket = read_ticket(text, self.settings.ticket_keys)
        with self.db.transaction() as tx:
            workstation = self.proven(
                tx.session, request.proof, fetching(text), request.content_sha256
            )
            job = print_jobs.of_ticket(tx.session, ticket.job_id, ticket.nonce)
        check_fetchable(job, workstation.id, now=self.now())
        preflight = job.preflight if job.document else checked(request.preflight)
        job, finished = self._finished(job, workstation)
        self.check_ticket_holder(job)
        if finished is not None:
            info = document_info(text, workstation.id)
            content = sealed(finished.pdf, workstation.encryption_key, info)
            with self.db.transaction() as tx:
                seen = replace(job, preflight=preflight)
                job = self._release(tx, seen, finished, content, workstation)
                return self.db.answered(tx, document_released(job, now=self.now()))
        with self.db.transaction() as tx:
            return self.db.answered(tx, document_released(job, now=self.now()))

    @answer(RecordEvidence, outside_transaction=True)
    def record_evidence(self, request: RecordEvidence) -> PrintJobView:
        """What the workstation saw; also late, of a print that is confirmed or void by now."""
        text = request.ticket.get_secret_value()
        ticket = read_ticket(text, self.settings.ticket_keys)
        with self.db.transaction() as tx:
            workstation = self.proven(
                tx.session, request.proof, reporting(text), request.content_sha256
            )
            job = print_jobs.of_ticket(tx.session, ticket.job_id, ticket.nonce)
        check_workstation(job, workstation.id)
        if not self.issuer_may(job, "report"):
            raise Refused("print.ticket_void")
        with self.db.transaction() as tx:
            before = print_jobs.lock(tx.session, job)
            job = with_evidence(before, request.evidence)
            print_jobs.save(tx.session, job)
            if facts := progress(before, job):
                tx.publish(PrintProgressed(**event_fields(job), **facts, observed_at=self.now()))
            return self.db.answered(tx, job_view(job, now=self.now()))

    @answer(WithdrawPrintJob, outside_transaction=True)
    def withdraw_print_job(self, request: WithdrawPrintJob) -> PrintJobView:
        """Somebody at the workstation wants it no more; what went out stays out."""
        text = request.ticket.get_secret_value()
        ticket = read_ticket(text, self.settings.ticket_keys)
        with self.db.transaction() as tx:
            workstation = self.proven(tx.session, request.proof, withdrawing(text))
            job = print_jobs.of_ticket(tx.session, ticket.job_id, ticket.nonce)
            check_workstation(job, workstation.id)
            return self.db.answered(tx, self.cancel(tx, job))

    def _finished(
        self, job: PrintJob, workstation: Workstation
    ) -> tuple[PrintJob, FinishedDocument | None]:
        """The document to release, unless one is released, by another presentation meanwhile, too.

        To cert_svc, which has heard of that one, the certificate is printed already.
        """
        if job.document is not None:
            return job, None
        try:
            return job, self._made(job)
        except Refused:
            with self.db.reading() as session:
                now = print_jobs.of_ticket(session, job.id, job.nonce)
            if now.document is None:
                raise
            check_fetchable(now, workstation.id, now=self.now())
            return now, None

    def _made(self, job: PrintJob) -> FinishedDocument:
        """cert_svc is asked again: the certificate may have been returned or archived since.

        A job whose document cannot be made is void, so that the certificate is free again.
        """
        printable = self.check_printable(job.issuer, job.certificate_no, right_to(job.parts))
        if printable.revision != job.revision:
            raise Refused("print.ticket_void")
        try:
            return self.make_document(job, printable)
        except Refused:
            with self.db.transaction() as tx:
                print_jobs.void_not_made(tx.session, job.id)
            raise

    def _release(
        self,
        tx: Transaction,
        shown: PrintJob,
        finished: FinishedDocument,
        content: bytes,
        workstation: Workstation,
    ) -> PrintJob:
        """Whoever locks the job first stores and releases; the others get that document.

        `content` is the document encrypted for the workstation.

        Stored under the lock, so that the others leave no file behind that no job names.
        """
        check_enrolled(workstations.hold(tx.session, workstation.id))
        job = print_jobs.of_ticket(tx.session, shown.id, shown.nonce, lock=True)
        now = self.now()
        check_fetchable(job, workstation.id, now=now)
        if job.document is not None:
            return job
        job = replace(job, preflight=shown.preflight)
        document = store_sealed(self.objects, job, content)
        made = with_document(job, document, digest=finished.digest, sheets=finished.sheets)
        job = release(made, now=now)
        print_jobs.save(tx.session, job)
        seal_uses.append(tx.session, seal_uses_of(job, finished.stamps, used_at=now))
        if job.has_original:
            tx.publish(PrintReleased(**event_fields(job), released_at=now))
        return job
