"""The ticket becomes a document, the device reports, a person answers (R72-R74)."""

import hashlib
from dataclasses import replace

from pypdfium2 import PdfDocument

from chassis.calls import answer
from chassis.database import Transaction
from contracts.certificates import CheckPrintable
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
from contracts.values import ObjectRef
from services.print_svc import repository, uses
from services.print_svc.documents import Ingredients, compose, document_key, gather
from services.print_svc.domain.jobs import PrintJob, check_presentable, confirm, step
from services.print_svc.domain.tickets import read_ticket
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.seal_uses import uses_of
from services.print_svc.views import event_fields, job_view


class Releasing(PrintEntrypoints):
    @answer(ReleaseDocument)
    def release_document(self, request: ReleaseDocument) -> DocumentReleased:
        """The first presentation releases; a later one gets the same bytes (promise 2)."""
        job = self._presented(request)
        if job.document is None:
            ingredients = self._gather(job)
            pdf = self.renderer.render(
                compose(ingredients, job.print_serials, self.keys, self.settings.verify_base)
            )
            job = self._release(job, request.workstation, ingredients, pdf)
        if job.document is None:
            raise RuntimeError(f"job {job.id} was released without a document")
        return DocumentReleased(job=job_view(job), document=job.document)

    @answer(RecordEvidence)
    def record_evidence(self, request: RecordEvidence) -> PrintJobView:
        """What the workstation saw; a later report replaces an earlier one of the same job."""
        ticket_job = self._presented(request)
        with self.db.transaction() as tx:
            job = repository.job_by_id(tx.session, ticket_job.id, lock=True)
            if job is None or job.document is None:
                raise Refused("print.not_released")
            job = replace(job, evidence=request.evidence.model_dump(mode="json"))
            repository.save_job(tx.session, job)
        return job_view(job)

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
            return tx.remember(request, job_view(confirmed))

    def _presented(self, request: ReleaseDocument | RecordEvidence) -> PrintJob:
        ticket = read_ticket(request.ticket.get_secret_value(), self.settings.ticket_key)
        with self.db.reading() as session:
            job = repository.job_by_id(session, ticket.job_id)
        if job is None or job.nonce != ticket.nonce:
            raise Refused("print.unknown_ticket")
        check_presentable(job, request.workstation, now=self.now())
        return job

    def _gather(self, job: PrintJob) -> Ingredients:
        """Asked again now: the certificate may have been returned or archived since."""
        use = "print" if job.has_original else "copy"
        printable = self.ask(
            CheckPrintable(caller=job.issuer, certificate_no=job.certificate_no, use=use)
        )
        if printable.revision != job.revision:
            raise Refused("print.ticket_void")
        with self.db.reading() as session:
            seal, signatures = repository.authorization(session, job.enterprise_code)
        return gather(printable, seal, signatures, self.objects)

    def _release(
        self, job: PrintJob, workstation: str, ingredients: Ingredients, pdf: bytes
    ) -> PrintJob:
        """Whoever commits first has released; the other presentation gets that document."""
        document, now = self._stored(job, pdf), self.now()
        with self.db.transaction() as tx:
            current = repository.job_by_id(tx.session, job.id, lock=True)
            if current is None:
                raise Refused("print.unknown_ticket")
            check_presentable(current, workstation, now=now)
            if current.document is not None:
                return current
            released = replace(
                current,
                state=step(current, "release"),
                released_at=now,
                document=document,
                printed_digest=ingredients.digest,
                sheets=_pages(pdf),
            )
            repository.save_job(tx.session, released)
            uses.record(tx.session, uses_of(released, ingredients, used_at=now))
            if released.has_original:
                tx.publish(PrintReleased(**event_fields(released), released_at=now))
        return released

    def _stored(self, job: PrintJob, pdf: bytes) -> ObjectRef:
        key = document_key(job.id, hashlib.sha256(pdf).hexdigest())
        return self.objects.put(key, pdf, "application/pdf")


def _tell(tx: Transaction, job: PrintJob) -> None:
    """Customs archives on 是, so a copy alone says nothing (R75)."""
    if not job.has_original:
        return
    if job.state == "printed":
        tx.publish(PrintCompleted(**event_fields(job), confirmed_at=job.confirmed_at))
    else:
        reasons = tuple((job.evidence or {}).get("state_reasons", ()))
        tx.publish(
            PrintFailed(**event_fields(job), failed_at=job.confirmed_at, device_reasons=reasons)
        )


def _pages(pdf: bytes) -> int:
    document = PdfDocument(pdf)
    try:
        return (len(document) + 1) // 2
    finally:
        document.close()
