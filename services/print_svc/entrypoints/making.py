"""Copies to look at and signed downloads: documents that no workstation fetches (R61, R65, R85)."""

import hashlib
import secrets
from dataclasses import replace
from uuid import uuid4

from eventlet import tpool

from chassis.calls import answer
from contracts.certificates import CheckPrintable, Printable
from contracts.printing import DocumentMade, MakeCopy, MakeDownload, PrintCompleted, PrintReleased
from contracts.values import ObjectRef, PrintPart
from services.print_svc import repository, uses
from services.print_svc.documents import Ingredients, compose, document_key, gather
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.domain.serials import ENTROPY_LIMIT, make_serial
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.seal_uses import uses_of
from services.print_svc.signing import sign_pdf
from services.print_svc.views import event_fields

PREVIEW = "preview"
DOWNLOAD = "download"
SIGNING_REASON = "Electronic certificate of origin"


class Making(PrintEntrypoints):
    @answer(MakeCopy)
    def make_copy(self, request: MakeCopy) -> DocumentMade:
        """Marked 非有效证书; each is a copy of its own, with serial and ledger rows."""
        printable = self.ask(
            CheckPrintable(caller=request.caller, certificate_no=request.certificate_no, use="copy")
        )
        ingredients = self._ingredients(printable)
        job = self._job(request, printable, PrintPart.COPY, PREVIEW)
        document = compose(
            ingredients, job.print_serials, self.keys, self.settings.verify_base, preview=True
        )
        pdf = self.renderer.render(document)
        return DocumentMade(document=self._keep(job, ingredients, pdf))

    @answer(MakeDownload)
    def make_download(self, request: MakeDownload) -> DocumentMade:
        """The electronic original: made once, then always the same file (R48, R85)."""
        printable = self.ask(
            CheckPrintable(
                caller=request.caller, certificate_no=request.certificate_no, use="download"
            )
        )
        with self.db.reading() as session:
            live = repository.live_original(session, printable.certificate_no)
        if live is not None and live.workstation == DOWNLOAD and live.document is not None:
            return DocumentMade(document=live.document)
        ingredients = self._ingredients(printable)
        job = self._job(request, printable, PrintPart.ORIGINAL, DOWNLOAD)
        document = compose(ingredients, job.print_serials, self.keys, self.settings.verify_base)
        pdf = self.renderer.render(document)
        signed = tpool.execute(
            sign_pdf, pdf, self.keys.signer, reason=SIGNING_REASON, field_name="OriginPrint"
        )
        return DocumentMade(document=self._keep(job, ingredients, signed))

    def _ingredients(self, printable: Printable) -> Ingredients:
        with self.db.reading() as session:
            seal, signatures = repository.authorization(session, printable.enterprise_code)
        return gather(printable, seal, signatures, self.objects)

    def _job(
        self, request: MakeCopy | MakeDownload, printable: Printable, part: PrintPart, place: str
    ) -> PrintJob:
        with self.db.transaction() as tx:
            sequence = repository.next_sequence(tx.session)
        serial = make_serial(sequence=sequence, entropy=secrets.randbelow(ENTROPY_LIMIT))
        original = part is PrintPart.ORIGINAL
        now = self.now()
        return PrintJob(
            id=uuid4(),
            certificate_no=printable.certificate_no,
            revision=printable.revision,
            enterprise_code=printable.enterprise_code,
            agent_code=printable.agent_code,
            issuer_code=request.caller.enterprise_code,
            operator_id=request.caller.operator_id,
            medium=request.caller.medium,
            parts=(part,),
            original_serial=serial if original else None,
            copy_serial=None if original else serial,
            workstation=place,
            nonce="",
            issued_at=now,
            ticket_expires_at=now,
            released_at=now,
            state="printed" if original else "released",
            confirmed_at=now if original else None,
            confirmed_printed=True if original else None,
        )

    def _keep(self, job: PrintJob, ingredients: Ingredients, pdf: bytes) -> ObjectRef:
        """Whoever commits first has the original; a second one at once is Refused."""
        key = document_key(job.id, hashlib.sha256(pdf).hexdigest())
        document = self.objects.put(key, pdf, "application/pdf")
        kept = replace(job, document=document, printed_digest=ingredients.digest)
        with self.db.transaction() as tx:
            repository.add_job(tx.session, kept, now=self.now())
            uses.record(tx.session, uses_of(kept, ingredients, used_at=kept.issued_at))
            if kept.has_original:
                fields = event_fields(kept)
                tx.publish(
                    PrintReleased(**fields, released_at=kept.issued_at),
                    PrintCompleted(**fields, confirmed_at=kept.issued_at),
                )
        return document
