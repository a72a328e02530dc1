"""Copies to look at and downloads: documents that no workstation fetches (R61, R65, R85)."""

from typing import Literal
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.printing import (
    DocumentMade,
    GetCopy,
    MakeCopy,
    MakeDownload,
    PrintCompleted,
    PrintReleased,
)
from contracts.values import Caller, ObjectRef, PrintPart
from services.print_svc.documents.files import store
from services.print_svc.domain.copies import check_left, morning
from services.print_svc.domain.print_jobs import begin, downloaded, with_document
from services.print_svc.domain.seal_uses import seal_uses_of
from services.print_svc.entrypoints.base import PrintEntrypoints, check_allowed
from services.print_svc.entrypoints.views import event_fields
from services.print_svc.storage import copies, print_jobs, seal_uses


class Documents(PrintEntrypoints):
    @answer(MakeCopy, outside_transaction=True)
    def make_copy(self, request: MakeCopy) -> DocumentMade:
        """Marked 非有效证书; each is a copy of its own, with serial and ledger rows."""
        with self.db.transaction() as tx:
            self._check_copies_left(tx.session, request.caller)
        printable = self.check_printable(request.caller, request.certificate_no, "copy")
        document = self._make("preview", request, printable, PrintPart.COPY)
        return DocumentMade(document=document)

    @answer(GetCopy, outside_transaction=True)
    def get_copy(self, request: GetCopy) -> DocumentMade:
        """Nothing is made; who may not make a copy now sees no earlier one either."""
        printable = self.check_printable(request.caller, request.certificate_no, "copy")
        maker = request.caller.enterprise_code
        with self.db.reading() as session:
            document = copies.newest(session, maker, printable.certificate_no, printable.revision)
        return DocumentMade(document=document)

    @answer(MakeDownload, outside_transaction=True)
    def make_download(self, request: MakeDownload) -> DocumentMade:
        """The electronic original: made once, then always the same file (R48, R85)."""
        printable = self.check_printable(request.caller, request.certificate_no, "download")
        document = self._existing_download(printable)
        if document is None:
            return DocumentMade(document=self._download(request, printable))
        with self.db.transaction() as tx:
            return self.db.answered(tx, DocumentMade(document=document))

    def _check_copies_left(self, session: Session, caller: Caller) -> None:
        """Raise Refused("print.copies_used_up"); the count stands until the transaction ends."""
        now = self.now()
        made = copies.count_since(session, caller.enterprise_code, morning(now))
        check_left(made, allowed=self.settings.copies_a_day, now=now)

    def _existing_download(self, printable: Printable) -> ObjectRef | None:
        with self.db.reading() as session:
            live = print_jobs.live_original(session, printable.certificate_no)
        return downloaded(live, revision=printable.revision) if live else None

    def _download(self, request: MakeDownload, printable: Printable) -> ObjectRef:
        """Of two at once one is Refused, and gets the file of the other."""
        try:
            return self._make("download", request, printable, PrintPart.ORIGINAL)
        except Refused as refusal:
            document = self._existing_download(printable)
            if document is None or refusal.code != "print.original_live":
                raise
            with self.db.transaction() as tx:
                self.db.answered(tx, DocumentMade(document=document))
            return document

    def _make(
        self,
        action: Literal["preview", "download"],
        request: MakeCopy | MakeDownload,
        printable: Printable,
        part: PrintPart,
    ) -> ObjectRef:
        """Rendered and stored before the transaction in which it comes to count."""
        with self.db.transaction() as tx:
            serials = {part: print_jobs.next_serial(tx.session)}
        job = begin(
            action,
            printable,
            request.caller,
            serials,
            job_id=uuid4(),
            now=self.now(),
            operator_name=request.operator_name,
        )
        finished = self.make_document(job, printable)
        if not self.issuer_may(job, "fetch"):
            raise Refused("certificate.agent_not_authorized")
        document = store(self.objects, job, finished.pdf)
        job = with_document(job, document, digest=finished.digest, sheets=finished.sheets)
        with self.db.transaction() as tx:
            check_allowed(tx.session, job)
            if action == "preview":
                self._check_copies_left(tx.session, request.caller)
            print_jobs.add(tx.session, job)
            seal_uses.append(tx.session, seal_uses_of(job, finished.stamps, used_at=job.issued_at))
            if job.has_original:
                fields = event_fields(job)
                tx.publish(
                    PrintReleased(**fields, released_at=job.released_at),
                    PrintCompleted(**fields, confirmed_at=job.confirmed_at),
                )
            self.db.answered(tx, DocumentMade(document=document))
        return document
