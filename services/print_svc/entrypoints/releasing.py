"""The ticket becomes a document, the device reports, a person answers (R72-R74)."""

from dataclasses import replace

from chassis.calls import answer
from chassis.database import Transaction
from contracts.errors import Refused
from contracts.printing import (
    ConfirmPrint,
    DocumentReleased,
    PrintCompleted,
    PrintFailed,
    PrintJobView,
    PrintReleased,
    RecordEvidence,
    ReleaseDocument,
)
from services.print_svc import repository, uses
from services.print_svc.documents import Ingredients, sheets_in, store
from services.print_svc.domain.evidence import combined
from services.print_svc.domain.jobs import (
    PrintJob,
    check_fetchable,
    check_workstation,
    confirm,
    step,
)
from services.print_svc.domain.tickets import read_ticket
from services.print_svc.entrypoints.base import PrintEntrypoints, Use
from services.print_svc.seal_uses import uses_of
from services.print_svc.tables import print_jobs
from services.print_svc.views import event_fields, job_view


class Releasing(PrintEntrypoints):
    @answer(ReleaseDocument)
    def release_document(self, request: ReleaseDocument) -> DocumentReleased:
        """The first presentation releases; a later one gets the same bytes (promise 2)."""
        job = self._presented(request)
        check_fetchable(job, request.workstation, now=self.now())
        if job.document is None:
            job = self._release(job, *self._made(job))
        if job.document is None:
            raise RuntimeError(f"job {job.id} was released without a document")
        return DocumentReleased(job=job_view(job, now=self.now()), document=job.document)

    @answer(RecordEvidence)
    def record_evidence(self, request: RecordEvidence) -> PrintJobView:
        """What the workstation saw; also late, of a print that is confirmed or void by now."""
        presented = self._presented(request)
        check_workstation(presented, request.workstation)
        with self.db.transaction() as tx:
            job = repository.job_by_id(tx.session, presented.id, lock=True)
            if job is None or job.document is None:
                raise Refused("print.not_released")
            job = replace(job, evidence=combined(job.evidence, request.evidence))
            repository.save_job(tx.session, job)
        return job_view(job, now=self.now())

    @answer(ConfirmPrint)
    def confirm_print(self, request: ConfirmPrint) -> PrintJobView:
        """是 or 否; two at once are one, and the first answer stands."""
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            job = repository.own_job(
                tx.session, request.caller.enterprise_code, request.job_id, lock=True
            )
            confirmed = confirm(job, printed=request.printed, now=self.now())
            if confirmed != job:
                repository.save_job(tx.session, confirmed)
                _tell(tx, confirmed)
            return tx.remember(request, job_view(confirmed, now=self.now()))

    def _presented(self, request: ReleaseDocument | RecordEvidence) -> PrintJob:
        ticket = read_ticket(request.ticket.get_secret_value(), self.settings.ticket_key)
        with self.db.reading() as session:
            job = repository.job_by_id(session, ticket.job_id)
        if job is None or job.nonce != ticket.nonce:
            raise Refused("print.unknown_ticket")
        return job

    def _made(self, job: PrintJob) -> tuple[Ingredients, bytes]:
        """Asked again now: the certificate may have been returned or archived since.

        A job whose document cannot be made is void, so that the certificate is free again.
        """
        use: Use = "print" if job.has_original else "copy"
        printable = self.check_printable(job.issuer, job.certificate_no, use)
        if printable.revision != job.revision:
            raise Refused("print.ticket_void")
        try:
            return self.make_pdf(job, printable)
        except Refused:
            queued = (print_jobs.c.id == job.id, print_jobs.c.state == "issued")
            with self.db.transaction() as tx:
                repository.void_jobs(tx.session, "not_made", *queued)
            raise

    def _release(self, job: PrintJob, ingredients: Ingredients, pdf: bytes) -> PrintJob:
        """Whoever locks the job first stores and releases; the others get that document.

        Stored under the lock, so that the others leave no file behind that no job names.
        """
        with self.db.transaction() as tx:
            current = repository.job_by_id(tx.session, job.id, lock=True)
            if current is None:
                raise Refused("print.unknown_ticket")
            now = self.now()
            check_fetchable(current, job.workstation, now=now)
            if current.document is not None:
                return current
            released = replace(
                current,
                state=step(current, "release"),
                released_at=now,
                document=store(self.objects, job.id, pdf),
                printed_digest=ingredients.digest,
                sheets=sheets_in(pdf),
            )
            repository.save_job(tx.session, released)
            uses.record(tx.session, uses_of(released, ingredients, used_at=now))
            if released.has_original:
                tx.publish(PrintReleased(**event_fields(released), released_at=now))
        return released


def _tell(tx: Transaction, job: PrintJob) -> None:
    """Customs archives on 是, so a copy alone says nothing (R75)."""
    if not job.has_original:
        return
    if job.state == "printed":
        tx.publish(PrintCompleted(**event_fields(job), confirmed_at=job.confirmed_at))
    else:
        reasons = job.evidence.state_reasons if job.evidence else ()
        tx.publish(
            PrintFailed(**event_fields(job), failed_at=job.confirmed_at, device_reasons=reasons)
        )
