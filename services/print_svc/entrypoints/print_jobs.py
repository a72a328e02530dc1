"""打印正副本, 打印正本, 打印副本: a job for each ticked certificate, listed and cancelled."""

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.access import allows
from contracts.certificates import CheckPrintable, Printable, PrintableCertificates
from contracts.errors import Refused
from contracts.print_answers import CancelPrintJob
from contracts.printing import (
    GetLiveOriginal,
    GetPrintJob,
    IssuedJob,
    IssuedJobs,
    IssuePrintJobs,
    ListPrintJobs,
    LiveOriginal,
    PrintIssued,
    PrintJobList,
    PrintJobView,
    Refusal,
)
from contracts.rights import GetRights
from services.print_svc.domain.presence import check_ready
from services.print_svc.domain.print_jobs import OUT, PrintJob, begin
from services.print_svc.domain.print_parts import PARTS, right_to
from services.print_svc.domain.tickets import ticket_of, write_ticket
from services.print_svc.domain.workstations import (
    Workstation,
    check_enrolled,
    check_printer,
    chosen,
    with_ticket,
)
from services.print_svc.entrypoints.base import PrintEntrypoints, check_allowed
from services.print_svc.entrypoints.views import event_fields, invoice_warnings, job_view
from services.print_svc.storage import print_jobs, print_jobs_lists, workstations


class PrintJobs(PrintEntrypoints):
    @answer(IssuePrintJobs, outside_transaction=True)
    def issue_print_jobs(self, request: IssuePrintJobs) -> IssuedJobs:
        """All certificates in one transaction; each gets a job or a reason (R60).

        In the order of their numbers, so that two batches never wait for each other. Before
        anything else the workstation must be there, running and new enough (R69).
        """
        at = self._ready(request)
        found: PrintableCertificates = self.ask(
            CheckPrintable(
                caller=request.caller,
                certificate_nos=tuple(sorted(set(request.certificate_nos))),
                use=right_to(PARTS[request.parts]),
            )
        )
        return self.db.conclude(request, lambda tx: self._issue_all(tx, request, found, at))

    @answer(ListPrintJobs, outside_transaction=True)
    def list_print_jobs(self, request: ListPrintJobs) -> PrintJobList:
        """auth_svc is asked for live grants where there are jobs of principals."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            as_agent = print_jobs_lists.has_issued_for_others(session, code)
        grants = self.ask(GetRights(enterprise_code=code)).grants if as_agent else ()
        with self.db.reading() as session:
            jobs, next_cursor = print_jobs_lists.page(session, request, grants, now=self.now())
        views = tuple(job_view(job, now=self.now()) for job in jobs)
        return PrintJobList(jobs=views, next_cursor=next_cursor)

    @answer(GetPrintJob, outside_transaction=True)
    def get_print_job(self, request: GetPrintJob) -> PrintJobView:
        job = self.check_allowed_job(request.caller.enterprise_code, request.job_id, "read")
        return job_view(job, now=self.now())

    @answer(GetLiveOriginal, outside_transaction=True)
    def get_live_original(self, request: GetLiveOriginal) -> LiveOriginal:
        """For its owner and who issued it; what waits for its workstation is not out."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            live = print_jobs.live_original(session, request.certificate_no)
        if live is None or live.state not in OUT:
            return LiveOriginal()
        if not allows(code, live.subject, "read", self.grants_for(code, [live])):
            return LiveOriginal()
        return LiveOriginal(
            print_serial=live.print_serial, revision=live.revision, state=live.state
        )

    @answer(CancelPrintJob, outside_transaction=True)
    def cancel_print_job(self, request: CancelPrintJob) -> PrintJobView:
        job = self.check_allowed_job(request.caller.enterprise_code, request.job_id, "cancel")
        return self.db.conclude(request, lambda tx: self.cancel(tx, job))

    def _ready(self, request: IssuePrintJobs) -> Workstation:
        """Raise Refused with the case of R69."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            enrolled = workstations.all_of(session, code, revoked=False)
        at = check_ready(chosen(enrolled, request.workstation_id), self.program(), self.now())
        check_printer(at, request.printer_uri)
        return at

    def _issue_all(
        self,
        tx: Transaction,
        request: IssuePrintJobs,
        found: PrintableCertificates,
        at: Workstation,
    ) -> IssuedJobs:
        check_enrolled(workstations.hold(tx.session, at.id))
        issued: list[IssuedJob] = []
        order_id = uuid4()
        refused = [
            Refusal(certificate_no=one.certificate_no, code=one.code, details=one.details)
            for one in found.refused
        ]
        for printable in found.printable:
            try:
                job = self._job(tx.session, request, printable, at, place=len(issued))
                issued.append(self._issue(tx, replace(job, order_id=order_id), printable))
            except Refused as refusal:
                number, code = printable.certificate_no, refusal.code
                refused.append(Refusal(certificate_no=number, code=code, details=refusal.details))
        return IssuedJobs(issued=tuple(issued), refused=tuple(refused))

    def _issue(self, tx: Transaction, job: PrintJob, printable: Printable) -> IssuedJob:
        """Raise Refused before the job is written."""
        check_allowed(tx.session, job)
        print_jobs.add(tx.session, job)
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
            ticket=write_ticket(ticket_of(job), self.settings.ticket_keys),
            warnings=invoice_warnings(printable.invoice_no),
        )

    def _job(
        self,
        session: Session,
        request: IssuePrintJobs,
        printable: Printable,
        at: Workstation,
        *,
        place: int,
    ) -> PrintJob:
        """Its ticket lives longer for each print of the order that comes before it."""
        seconds = self.settings.ticket_seconds + place * self.settings.ticket_seconds_each
        serials = {part: print_jobs.next_serial(session) for part in PARTS[request.parts]}
        now = self.now()
        job = with_ticket(
            begin(
                "issue",
                printable,
                request.caller,
                serials,
                job_id=uuid4(),
                now=now,
                operator_name=request.operator_name,
            ),
            at,
            nonce=secrets.token_urlsafe(12),
            expires_at=now + timedelta(seconds=seconds),
        )
        return replace(job, printer_uri=request.printer_uri, order_place=place)
