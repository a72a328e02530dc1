"""What print_svc's entrypoints share: neighbours, keys, the renderer, the way to a document."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chassis.calls import Neighbours
from chassis.database import Session
from chassis.service import Service
from contracts.base import Request
from contracts.certificates import CheckPrintable, Printable, PrintableCertificates
from contracts.errors import Refused
from contracts.proofs import EMPTY, LONGEST_AGE_SECONDS, Proof
from contracts.values import Caller
from contracts.workstations import WorkstationProgram, WorkstationView
from services.print_svc.documents.composition import compose
from services.print_svc.documents.files import FinishedDocument
from services.print_svc.documents.ingredients import gather
from services.print_svc.documents.keyring import Keyring, Keys
from services.print_svc.documents.renderer import Renderer, Rendering
from services.print_svc.domain.agent_grants import check_not_revoked
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.print_parts import Right
from services.print_svc.domain.proofs import check_proof
from services.print_svc.domain.stamps import stamps_of
from services.print_svc.domain.workstations import Workstation
from services.print_svc.entrypoints.views import workstation_view
from services.print_svc.storage import agent_grants, certificates, reprints, workstations


class PrintEntrypoints(Service):
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
        )

    def workstation_view(self, workstation: Workstation) -> WorkstationView:
        return workstation_view(workstation, self.program(), now=self.now())

    def proven(
        self, session: Session, proof: Proof, action: str, content_sha256: str = EMPTY
    ) -> Workstation:
        """Raise Refused unless the workstation's key signed this action now, for the first time."""
        workstation = workstations.find(session, proof.workstation_id)
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

    def make_document(self, job: PrintJob, printable: Printable) -> FinishedDocument:
        """Raise Refused when a stamp or the layout is missing or does not render."""
        stamps = stamps_of(printable)
        ingredients = gather(printable, stamps, self.objects)
        document = compose(job, ingredients, self.keys.statement, self.settings.verify_base)
        pdf = self.renderer.finish(document, self.keys.signer)
        return FinishedDocument(pdf=pdf, digest=ingredients.digest, stamps=stamps)


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
    if job.issuer_code != job.enterprise_code:
        check_not_revoked(agent_grants.revocations(session, job.enterprise_code, job.issuer_code))
