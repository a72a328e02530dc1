"""Copies to look at and downloads: documents that no workstation fetches (R61, R65, R85)."""

from dataclasses import replace
from uuid import uuid4

from chassis.calls import answer
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.printing import DocumentMade, MakeCopy, MakeDownload, PrintCompleted, PrintReleased
from contracts.values import Caller, ObjectRef, PrintPart
from services.print_svc import hearsay, repository, uses
from services.print_svc.documents import Ingredients, sheets_in, store
from services.print_svc.domain.jobs import PrintJob, open_job
from services.print_svc.entrypoints.base import PrintEntrypoints, check_grant
from services.print_svc.seal_uses import uses_of
from services.print_svc.views import event_fields


class Making(PrintEntrypoints):
    @answer(MakeCopy)
    def make_copy(self, request: MakeCopy) -> DocumentMade:
        """Marked 非有效证书; each is a copy of its own, with serial and ledger rows."""
        printable = self.check_printable(request.caller, request.certificate_no, "copy")
        job = replace(
            self._job(request.caller, printable, PrintPart.COPY), kind="preview", state="released"
        )
        made = self.make_pdf(job, printable, preview=True)
        return DocumentMade(document=self._keep(job, *made))

    @answer(MakeDownload)
    def make_download(self, request: MakeDownload) -> DocumentMade:
        """The electronic original: made once, then always the same file (R48, R85)."""
        printable = self.check_printable(request.caller, request.certificate_no, "download")
        document = self._made_before(printable)
        if document is None:
            try:
                document = self._download(request.caller, printable)
            except Refused as refusal:
                document = self._made_before(printable)
                if document is None:
                    raise refusal from None
        return DocumentMade(document=document)

    def _made_before(self, printable: Printable) -> ObjectRef | None:
        with self.db.reading() as session:
            live = repository.live_original(session, printable.certificate_no)
        if live is None or live.kind != "download" or live.revision != printable.revision:
            return None
        return live.document

    def _download(self, caller: Caller, printable: Printable) -> ObjectRef:
        job = self._job(caller, printable, PrintPart.ORIGINAL)
        job = replace(
            job,
            kind="download",
            state="printed",
            confirmed_at=job.issued_at,
            confirmed_printed=True,
        )
        return self._keep(job, *self.make_pdf(job, printable))

    def _job(self, caller: Caller, printable: Printable, part: PrintPart) -> PrintJob:
        with self.db.transaction() as tx:
            serials = {part: repository.next_serial(tx.session)}
        now = self.now()
        job = open_job(printable, caller, serials, job_id=uuid4(), now=now)
        return replace(job, released_at=now)

    def _keep(self, job: PrintJob, ingredients: Ingredients, pdf: bytes) -> ObjectRef:
        """Whoever commits first has the original; a second one at once is Refused."""
        document = store(self.objects, job.id, pdf)
        kept = replace(
            job, document=document, printed_digest=ingredients.digest, sheets=sheets_in(pdf)
        )
        with self.db.transaction() as tx:
            standing = hearsay.hold(tx.session, kept.certificate_no, kept.enterprise_code)
            standing.check_issuable(kept.revision, original=kept.has_original)
            check_grant(tx.session, kept)
            repository.add_job(tx.session, kept, now=kept.issued_at)
            uses.record(tx.session, uses_of(kept, ingredients, used_at=kept.issued_at))
            if kept.has_original:
                fields = event_fields(kept)
                tx.publish(
                    PrintReleased(**fields, released_at=kept.issued_at),
                    PrintCompleted(**fields, confirmed_at=kept.issued_at),
                )
        return document
