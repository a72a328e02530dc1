"""cert_svc, print_svc and exception_svc at work together: each hears what the others publish."""

from dataclasses import dataclass
from typing import Any

from chassis.testing import Bench
from contracts.base import Event
from contracts.catalogue import LISTENERS
from contracts.certificates import CertificateView, CheckPrintable, GetCertificate
from contracts.customs import LayoutStatus
from contracts.exceptions import ExceptionView, FileException
from contracts.printing import GetLiveOriginal
from tests.integration.cert_svc.conftest import Customs
from tests.integration.print_svc.office import Office, layout_of
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    NUMBER,
    approved,
    caller,
    declarer_filed,
    layout_changed,
    returned,
)
from tests.unit.exception_svc.requests import filing

TYPE_ID = "china_australia"


@dataclass(frozen=True)
class Neighbours:
    """One exporter whose seal is authorized, and one certificate, `NUMBER`."""

    office: Office
    cert: Bench
    exceptions: Bench
    customs: Customs

    def __post_init__(self) -> None:
        self.office.bench.neighbours[CheckPrintable] = self.cert.ask
        self.exceptions.neighbours[GetCertificate] = self.cert.ask
        self.exceptions.neighbours[GetLiveOriginal] = self.office.bench.ask
        self.tell(self.office.cert_svc.authorization)
        self.tell(declarer_filed())

    @property
    def benches(self) -> dict[str, Bench]:
        benches = (self.office.bench, self.cert, self.exceptions)
        return {bench.service.name: bench for bench in benches}

    def tell(self, event: Event, *without: str) -> None:
        """To all who listen, but those `without`."""
        for name in set(LISTENERS[type(event).__name__]) - set(without):
            if name in self.benches:
                self.benches[name].deliver(event)

    def settle(self, *without: str) -> list[Event]:
        """Until nobody has anything to say; what was said."""
        said: list[Event] = []
        while news := [event for bench in self.benches.values() for event in bench.published()]:
            for event in news:
                self.tell(event, *without)
            said += news
        return said

    def approve(self, revision: int = 1, *without: str) -> None:
        """Customs approves and puts the layout down; a later revision was sent back before."""
        at = APPROVED + (revision - 1) * HOUR
        if revision > 1:
            self.tell(returned(revision=revision - 1, returned_at=at))
        self.tell(approved(revision=revision, approved_at=at), *without)
        put = self.customs.put_down(layout_of(NUMBER, TYPE_ID, revision).to_bytes())
        self.tell(layout_changed(LayoutStatus.RECEIVED, revision=revision, layout=put))
        self.settle()

    def file(self, **changes: Any) -> ExceptionView:
        view: ExceptionView = self.exceptions.ask(self.filing(**changes))
        return view

    @staticmethod
    def filing(**changes: Any) -> FileException:
        return filing(**changes)

    def certificate(self) -> CertificateView:
        view: CertificateView = self.cert.ask(
            GetCertificate(caller=caller(), certificate_no=NUMBER)
        )
        return view
