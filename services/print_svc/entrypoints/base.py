"""What print_svc's entrypoints share: neighbours, keys, the renderer, the way to a document."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import Session

from chassis.calls import Neighbours
from chassis.service import Service
from contracts.base import Request
from contracts.certificates import CheckPrintable, Printable
from contracts.errors import Refused
from contracts.values import Caller
from services.print_svc import hearsay
from services.print_svc.documents import Ingredients, Renderer, Rendering, compose, gather
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.domain.stamps import Stamps, stamps_for
from services.print_svc.keyring import Keyring, Keys

Use = Literal["print", "copy", "download"]


class PrintEntrypoints(Service):
    if TYPE_CHECKING:
        ask: Callable[[Request[Any]], Any]
        keys: Keys
        renderer: Renderer
    else:
        ask = Neighbours()
        keys = Keyring()
        renderer = Rendering()

    def check_printable(self, caller: Caller, certificate_no: str, use: Use) -> Printable:
        """Raise Refused with the first rule that forbids it; cert_svc decides."""
        found: Printable = self.ask(
            CheckPrintable(caller=caller, certificate_no=certificate_no, use=use)
        )
        return found

    def stamps_of(self, session: Session, printable: Printable, now: datetime) -> Stamps:
        given = hearsay.authorization(session, printable.enterprise_code)
        return stamps_for(printable, given, now=now)

    def make_pdf(
        self, job: PrintJob, printable: Printable, *, preview: bool = False
    ) -> tuple[Ingredients, bytes]:
        """The signed file; Refused when a stamp or the layout is missing or does not render."""
        with self.db.reading() as session:
            stamps = self.stamps_of(session, printable, self.now())
        ingredients = gather(printable, stamps, self.objects)
        document = compose(
            ingredients, job.print_serials, self.keys, self.settings.verify_base, preview=preview
        )
        return ingredients, self.renderer.finish(document, self.keys.signer)


def check_grant(session: Session, job: PrintJob) -> None:
    """Raise Refused for an agent whose grant was revoked since cert_svc was asked (R39)."""
    by_agent = job.issuer_code != job.enterprise_code
    if by_agent and hearsay.is_revoked(session, job.enterprise_code, job.issuer_code):
        raise Refused("certificate.agent_not_authorized")
