"""What print_svc's entrypoints share: neighbours, keys, the renderer, the way to a document."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis.auditing import Person
from chassis.calls import Neighbours
from chassis.database import Session
from chassis.service import KeepsObjects
from chassis.transactions import Transaction
from contracts.access import Action, allows
from contracts.base import Request
from contracts.certificates import CheckPrintable, Printable, PrintableCertificates
from contracts.errors import Refused
from contracts.printing import PrintCancelled, PrintJobView
from contracts.proofs import EMPTY, LONGEST_AGE_SECONDS, Proof
from contracts.rights import GetRights, LiveGrant, Rights
from contracts.values import Caller
from contracts.workstation_program import WorkstationProgram
from contracts.workstations import WorkstationView
from services.print_svc.documents.composition import compose
from services.print_svc.documents.files import FinishedDocument
from services.print_svc.documents.ingredients import gather
from services.print_svc.documents.keyring import Keyring, Keys
from services.print_svc.documents.renderer import Renderer, Rendering
from services.print_svc.domain.agent_grants import check_not_revoked
from services.print_svc.domain.cancellations import cancel
from services.print_svc.domain.preflights import load_printer_rules
from services.print_svc.domain.presence import check_ready
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.print_parts import Right
from services.print_svc.domain.proofs import check_proof
from services.print_svc.domain.stamps import stamps_of
from services.print_svc.domain.workstations import Workstation
from services.print_svc.entrypoints.views import event_fields, job_view, workstation_view
from services.print_svc.storage import (
    agent_grants,
    certificates,
    print_jobs,
    reprints,
    workstations,
)


class PrintEntrypoints(KeepsObjects):
    if TYPE_CHECKING:
        ask: Callable[[Request[Any]], Any]
        keys: Keys
        renderer: Renderer
    else:
        ask = Neighbours()
        keys = Keyring()
        renderer = Rendering()

    def program(self) -> WorkstationProgram:
        """As the settings have it."""
        return WorkstationProgram(
            latest_version=self.settings.workstation_latest,
            least_version=self.settings.workstation_least,
            address=self.settings.workstation_address,
            sha256=self.settings.workstation_sha256 or None,
            printer_rules=load_printer_rules(),
        )

    def workstation_view(self, workstation: Workstation) -> WorkstationView:
        return workstation_view(workstation, self.program(), now=self.now())

    def ready_workstation(
        self, session: Session, caller: Caller, workstation_id: UUID
    ) -> Workstation:
        """Locked; Raise Refused unless the caller's own runs now, in the words of R69."""
        found = workstations.of_enterprise(
            session, caller.enterprise_code, workstation_id, lock=True
        )
        at = None if found.revoked_at is not None else found
        return check_ready(at, self.program(), self.now())

    def proven(
        self, session: Session, proof: Proof, action: str, content_sha256: str = EMPTY
    ) -> Workstation:
        """Raise Refused unless the workstation's key signed this action now, for the first time."""
        workstation = workstations.find(session, proof.workstation_id)
        self.db.concerns(Person(enterprise_code=workstation.enterprise_code))
        now = self.now()
        check_proof(proof, workstation, action, content_sha256, now=now)
        until = datetime.fromtimestamp(proof.created + LONGEST_AGE_SECONDS + 1, UTC)
        workstations.use_nonce(session, workstation.id, proof.nonce, until=until, now=now)
        return workstation

    def check_printable(self, caller: Caller, certificate_no: str, use: Right) -> Printable:
        """Raise Refused with the first rule that forbids it; cert_svc decides."""
        asked = CheckPrintable(caller=caller, certificate_nos=(certificate_no,), use=use)
        answer: PrintableCertificates = self.ask(asked)
        for refusal in answer.refused:
            raise Refused(refusal.code, refusal.details)
        [printable] = answer.printable
        return printable

    def allowed_jobs(
        self, enterprise_code: str, job_ids: Collection[UUID], action: Action
    ) -> dict[UUID, PrintJob]:
        """Those of these jobs with which the enterprise may do so now; auth_svc knows of agents."""
        with self.db.reading() as session:
            jobs = print_jobs.find(session, job_ids)
        grants = self.grants_for(enterprise_code, jobs)
        return {job.id: job for job in jobs if allows(enterprise_code, job.subject, action, grants)}

    def check_allowed_job(self, enterprise_code: str, job_id: UUID, action: Action) -> PrintJob:
        """Raise Refused as for a job that does not exist."""
        jobs = self.allowed_jobs(enterprise_code, [job_id], action)
        if job_id not in jobs:
            raise Refused("print.unknown_job")
        return jobs[job_id]

    def grants_for(self, enterprise_code: str, jobs: Iterable[PrintJob]) -> tuple[LiveGrant, ...]:
        """Live now; an owner needs none, and nobody is asked."""
        if not any(job.is_of_agent(enterprise_code) for job in jobs):
            return ()
        rights: Rights = self.ask(GetRights(enterprise_code=enterprise_code))
        return rights.grants

    def issuer_may(self, job: PrintJob, action: Action) -> bool:
        """Whether the agent that issued it still has a grant for it; true of an owner."""
        grants = self.grants_for(job.issuer_code, [job])
        return allows(job.issuer_code, job.subject, action, grants)

    def check_ticket_holder(self, job: PrintJob) -> None:
        """Refused where its issuer's grant has ended, or the person who issued it is disabled."""
        asked = GetRights(enterprise_code=job.issuer_code, operator_id=job.operator_id)
        rights: Rights = self.ask(asked)
        allowed = allows(job.issuer_code, job.subject, "fetch", rights.grants)
        if not (rights.enabled and allowed):
            raise Refused("print.ticket_void")

    def cancel(self, tx: Transaction, shown: PrintJob) -> PrintJobView:
        """Whoever locks the job first decides a race with its release."""
        job = print_jobs.lock(tx.session, shown)
        now = self.now()
        cancelled = cancel(job, now=now)
        if cancelled != job:
            print_jobs.save(tx.session, cancelled)
            if job.has_original:
                tx.publish(PrintCancelled(**event_fields(job), cancelled_at=now))
        return job_view(cancelled, now=now)

    def make_document(self, job: PrintJob, printable: Printable) -> FinishedDocument:
        """Raise Refused when a stamp or the layout is missing or does not render."""
        stamps = stamps_of(printable)
        ingredients = gather(printable, stamps, self.objects)
        document = compose(
            job,
            ingredients,
            self.keys.statement,
            ink_mark_key=self.settings.ink_mark_keys.current[1],
            verify_base=self.settings.verify_base,
        )
        pdf, sheets = self.renderer.finish(document, self.keys.signer)
        return FinishedDocument(pdf=pdf, sheets=sheets, digest=ingredients.digest, stamps=stamps)


def check_allowed(session: Session, job: PrintJob) -> None:
    """Raise Refused for what cert_svc could not know when it was asked; locks the certificate.

    Of the certificate, of its last reprint, and of the grant of an agent that issues the job
    (R39, R56, R80, R104).
    """
    certificate = certificates.lock(session, job.certificate_no, job.enterprise_code)
    certificate.check_issuable(job.revision, to_look_at=job.kind == "preview")
    granted = reprints.find(session, job.certificate_no)
    if granted is not None:
        granted.check_parts(job.revision, job.parts)
    if job.is_of_agent(job.issuer_code):
        check_grant_heard_of(session, job)


def check_grant_heard_of(session: Session, job: PrintJob) -> None:
    """Raise Refused where news of the revocation came between the question and this transaction."""
    check_not_revoked(agent_grants.revocations(session, job.enterprise_code, job.issuer_code))
