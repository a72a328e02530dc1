"""What a caller may see of one certificate: its own, or as agent with a grant that covers it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contracts.certificate_numbers import tidy_certificate_no
from contracts.errors import Refused
from contracts.values import Caller
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.conditions import Facts
from services.cert_svc.domain.enterprises import Grant, Viewer, viewer_of
from services.cert_svc.enterprises import enterprise_of, grants_of
from services.cert_svc.repository import Stored, found
from services.cert_svc.standing import facts_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate in the eyes of a caller; everything about a stranger's is None."""

    certificate_no: str
    viewer: Viewer
    stored: Stored | None

    @property
    def approval(self) -> Approval | None:
        return self.stored.certificate.approval if self.stored else None


def look(session: Session, caller: Caller, typed: str) -> Seen:
    """Never refuses; the same answer for a number that does not exist and for a stranger's."""
    number = tidy_certificate_no(typed)
    known = found(session, number)
    if known is None:
        return Seen(number, Viewer.STRANGER, None)
    viewer = viewer_of(known.certificate, caller.enterprise_code, _grants(session, known, caller))
    return Seen(number, viewer, known if viewer is not Viewer.STRANGER else None)


def visible(session: Session, caller: Caller, typed: str) -> tuple[Stored, Approval]:
    """Raise Refused("certificate.unknown") for all that the caller may not see (promise 4)."""
    seen = look(session, caller, typed)
    if seen.stored is None or seen.approval is None or not seen.viewer.may_see:
        raise Refused("certificate.unknown", {"certificate_no": seen.certificate_no})
    return seen.stored, seen.approval


def facts_about(
    session: Session, certificate: Certificate, approval: Approval, viewer: Viewer
) -> Facts:
    enterprise = enterprise_of(session, approval.enterprise_code)
    return facts_of(certificate, approval, enterprise, viewer)


def _grants(session: Session, known: Stored, caller: Caller) -> tuple[Grant, ...]:
    approval = known.certificate.approval
    if approval is None or approval.agent_code != caller.enterprise_code:
        return ()
    return grants_of(session, approval.enterprise_code, caller.enterprise_code)
