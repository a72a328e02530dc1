"""是 or 否: a person says what became of a print, or of several at once (R72-R75)."""

from uuid import UUID

from chassis.calls import answer
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.print_answers import ConfirmedPrints, ConfirmPrints, RefusedPrint
from contracts.printing import ConfirmPrint, PrintCompleted, PrintFailed, PrintJobView
from services.print_svc.domain.print_jobs import PrintJob, confirm
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.entrypoints.views import event_fields, job_view
from services.print_svc.storage import print_jobs


class Confirmations(PrintEntrypoints):
    @answer(ConfirmPrint)
    def confirm_print(self, tx: Transaction, request: ConfirmPrint) -> PrintJobView:
        """Two at once are one, and the first answer stands."""
        return self._confirm(tx, request, request.job_id)

    @answer(ConfirmPrints)
    def confirm_prints(self, tx: Transaction, request: ConfirmPrints) -> ConfirmedPrints:
        """In the order of their ids, so that two batches never wait for each other."""
        confirmed, refused = [], []
        for job_id in sorted(set(request.job_ids)):
            try:
                confirmed.append(self._confirm(tx, request, job_id))
            except Refused as refusal:
                code, details = refusal.code, refusal.details
                refused.append(RefusedPrint(job_id=job_id, code=code, details=details))
        return ConfirmedPrints(confirmed=tuple(confirmed), refused=tuple(refused))

    def _confirm(
        self, tx: Transaction, request: ConfirmPrint | ConfirmPrints, job_id: UUID
    ) -> PrintJobView:
        """Raise Refused before anything is written."""
        code = request.caller.enterprise_code
        job = print_jobs.of_enterprise(tx.session, code, job_id, lock=True)
        confirmed = confirm(job, printed=request.printed, now=self.now())
        if confirmed != job:
            print_jobs.save(tx.session, confirmed)
            _publish_answer(tx, confirmed)
        return job_view(confirmed, now=self.now())


def _publish_answer(tx: Transaction, job: PrintJob) -> None:
    """Customs archives on 是, so a copy alone says nothing (R75)."""
    if not job.has_original:
        return
    if job.confirmed_printed:
        tx.publish(PrintCompleted(**event_fields(job), confirmed_at=job.confirmed_at))
    else:
        reasons = job.evidence.state_reasons if job.evidence else ()
        tx.publish(
            PrintFailed(**event_fields(job), failed_at=job.confirmed_at, device_reasons=reasons)
        )
