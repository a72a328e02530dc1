"""是 or 否: a person says what became of a print, or of several at once (R72-R75)."""

from collections.abc import Mapping
from uuid import UUID

from chassis.calls import answer
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.print_answers import ConfirmedPrints, ConfirmPrints, RefusedPrint
from contracts.printing import ConfirmPrint, PrintCompleted, PrintFailed, PrintJobView
from services.print_svc.domain.print_jobs import PrintJob, confirm
from services.print_svc.entrypoints.base import PrintEntrypoints, check_grant_heard_of
from services.print_svc.entrypoints.views import event_fields, job_view
from services.print_svc.storage import print_jobs


class Confirmations(PrintEntrypoints):
    @answer(ConfirmPrint, outside_transaction=True)
    def confirm_print(self, request: ConfirmPrint) -> PrintJobView:
        """Two at once are one, and the first answer stands."""
        job = self.check_allowed_job(request.caller.enterprise_code, request.job_id, "confirm")
        allowed = {job.id: job}
        return self.db.conclude(request, lambda tx: self._confirm(tx, request, job.id, allowed))

    @answer(ConfirmPrints, outside_transaction=True)
    def confirm_prints(self, request: ConfirmPrints) -> ConfirmedPrints:
        code, job_ids = request.caller.enterprise_code, request.job_ids
        allowed = self.allowed_jobs(code, job_ids, "confirm")
        return self.db.conclude(request, lambda tx: self._confirm_all(tx, request, allowed))

    def _confirm_all(
        self, tx: Transaction, request: ConfirmPrints, allowed: Mapping[UUID, PrintJob]
    ) -> ConfirmedPrints:
        """In the order of their ids, so that two batches never wait for each other."""
        confirmed, refused = [], []
        for job_id in sorted(set(request.job_ids)):
            try:
                confirmed.append(self._confirm(tx, request, job_id, allowed))
            except Refused as refusal:
                code, details = refusal.code, refusal.details
                refused.append(RefusedPrint(job_id=job_id, code=code, details=details))
        return ConfirmedPrints(confirmed=tuple(confirmed), refused=tuple(refused))

    def _confirm(
        self,
        tx: Transaction,
        request: ConfirmPrint | ConfirmPrints,
        job_id: UUID,
        allowed: Mapping[UUID, PrintJob],
    ) -> PrintJobView:
        """Raise Refused before anything is written."""
        if job_id not in allowed:
            raise Refused("print.unknown_job")
        job = print_jobs.lock(tx.session, allowed[job_id])
        if job.is_of_agent(request.caller.enterprise_code):
            check_grant_heard_of(tx.session, job)
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
