"""auth_svc, cert_svc and print_svc side by side: each hears what the others say, at one time."""

from dataclasses import dataclass
from functools import cached_property

from chassis.testing import Bench
from contracts.authorization import GetSession
from contracts.base import Event
from contracts.catalogue import LISTENERS
from contracts.certificate_lists import ListCertificates
from contracts.certificates import (
    CertificateView,
    DiagnoseCertificate,
    GetCertificate,
)
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from contracts.printing import DocumentReleased, IssuedJob, IssuedJobs, IssuePrintJobs
from deploy.local import specimens
from tests.integration.auth_svc.company import Company, Desk, with_list_of
from tests.integration.cert_svc.conftest import Customs, layout_of
from tests.integration.print_svc.desks import Desks
from tests.integration.print_svc.office import image
from tests.unit.cert_svc.events import NUMBER, approved, declarer_filed, layout_changed
from workstation.card_issuer import specimen_credit_code
from workstation.enrolment import Enrolment

PICTURES = {
    "customs_seal": image(specimens.customs_seal()),
    "officer_signature": image(specimens.signature("officer")),
}


@dataclass
class House:
    """An exporter whose one certificate may be printed."""

    benches: dict[str, Bench]
    customs: Customs
    desk: Desk

    @property
    def company(self) -> Company:
        return self.desk.company

    def tell(self, *events: Event) -> None:
        """Deliver to whoever listens, and what that makes them say to whoever listens then."""
        for event in events:
            for name in LISTENERS[type(event).__name__]:
                if name in self.benches:
                    self.benches[name].deliver(event)
        said = [event for bench in self.benches.values() for event in bench.published()]
        if said:
            self.tell(*said)

    def authorize(self) -> None:
        """Press 授权, and all of it reads 接收成功."""
        self.tell(self.desk.receipt(self.desk.request()))

    def file_declarer(self, person: int = 0) -> None:
        self.tell(
            declarer_filed(
                enterprise_code=self.company.code,
                id_number=self.company.person(person),
                name=f"样本申报员{person}",
            )
        )

    def approve(self, **changes) -> None:
        """Approved a second from now, and its layout received."""
        self.desk.clock.pass_by(seconds=1)
        facts = {
            "enterprise_code": self.company.code,
            "declarer_id_number": self.company.person(),
            "approved_at": self.desk.clock(),
        } | changes
        self.tell(approved(**facts))
        type_id, revision = changes.get("type_id", "china_australia"), changes.get("revision", 1)
        number = changes.get("certificate_no", NUMBER)
        layout = layout_of(number, type_id=type_id, revision=revision).model_copy(update=PICTURES)
        put = self.customs.put_down(layout.to_bytes())
        about = {"certificate_no": number, "revision": revision, "layout": put}
        about |= {"enterprise_code": self.company.code}
        self.tell(layout_changed(LayoutStatus.RECEIVED, **about))

    def view(self, number: str = NUMBER) -> CertificateView:
        return self.benches["cert_svc"].ask(
            GetCertificate(caller=self.desk.caller, certificate_no=number)
        )

    def issue(self) -> IssuedJobs:
        return self.benches["print_svc"].ask(
            IssuePrintJobs(
                caller=self.desk.caller,
                certificate_nos=(NUMBER,),
                parts="both",
                workstation_id=self.at.workstation_id,
            )
        )

    def release(self, issued: IssuedJob) -> DocumentReleased:
        return self.benches["print_svc"].ask(self.workstations.fetch(self.at, issued))

    @cached_property
    def workstations(self) -> Desks:
        return Desks(self.benches["print_svc"].engine, self.desk.clock)

    @property
    def at(self) -> Enrolment:
        """The exporter's one workstation."""
        return self.workstations.named("desk", self.company.code)

    def reasons(self) -> dict[str, str | None]:
        """Why each of them says that nothing can be printed now; None where it says one can."""
        with_list_of(self.company)
        session = self.benches["auth_svc"].ask(
            GetSession(token_sha256=self.company.log_in().token_sha256)
        )
        return {
            "session": session.self_print_problem,
            "authorization": self.company.draft(self.desk.caller).self_print_problem,
            "agent grant": self._grant_refusal(),
            "diagnosis": self.failing(),
            "print": next((one.code for one in self.issue().refused), None),
        }

    def printable_in_list(self) -> bool:
        """Refuses a certificate that is not listed."""
        page = self.benches["cert_svc"].ask(ListCertificates(caller=self.desk.caller))
        [listed] = page.certificates
        return listed.printable

    def failing(self) -> str | None:
        """The code of the first line that does not hold."""
        diagnosis = self.benches["cert_svc"].ask(
            DiagnoseCertificate(caller=self.desk.caller, certificate_no=NUMBER)
        )
        return next((line.code for line in diagnosis.lines if line.holds is False), None)

    def _grant_refusal(self) -> str | None:
        agent = specimen_credit_code(9)
        try:
            self.company.grant(self.desk.caller, agent_code=agent)
        except Refused as refusal:
            return str(refusal.details.get("reason", refusal.code))
        return None
