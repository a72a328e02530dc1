"""What a caller may see of certificates: its own, or as agent with a grant that covers it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chassis.database import Session
from contracts.certificate_numbers import tidy_certificate_no
from contracts.errors import Refused
from contracts.values import Caller
from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.domain.certificates import Approval
from services.cert_svc.domain.visibility import Viewer, viewer_of
from services.cert_svc.storage import agent_grants, certificates
from services.cert_svc.storage.certificates import Stored


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate in the eyes of a caller; everything about a stranger's is None.

    `grants` are those of its enterprise to the caller's.
    """

    certificate_no: str
    viewer: Viewer
    stored: Stored | None
    grants: Collection[Grant] = ()

    @property
    def approval(self) -> Approval | None:
        return self.stored.certificate.approval if self.stored else None

    @property
    def visible(self) -> tuple[Stored, Approval] | None:
        """None for all that the caller may not see (promise 4)."""
        if self.stored is None or self.approval is None or not self.viewer.may_see:
            return None
        return self.stored, self.approval


def seen_by(session: Session, caller: Caller, numbers: Collection[str]) -> dict[str, Seen]:
    """Never refuses; two statements, however many numbers.

    The same for a number that does not exist and for a stranger's.
    """
    found = certificates.find(session, numbers)
    agent_code = caller.enterprise_code
    approvals = (each.certificate.approval for each in found.values())
    principals = {a.enterprise_code for a in approvals if a and a.agent_code == agent_code}
    grants = agent_grants.find(session, principals, agent_code) if principals else {}
    return {number: _seen(number, found.get(number), caller, grants) for number in numbers}


def visible_to(session: Session, caller: Caller, typed: str) -> tuple[Stored, Approval]:
    """Raise Refused("certificate.unknown") for all that the caller may not see."""
    number = tidy_certificate_no(typed)
    visible = seen_by(session, caller, [number])[number].visible
    if visible is None:
        raise Refused("certificate.unknown", {"certificate_no": number})
    return visible


def _seen(
    number: str, stored: Stored | None, caller: Caller, grants: Mapping[str, Collection[Grant]]
) -> Seen:
    if stored is None:
        return Seen(number, Viewer.STRANGER, None)
    of_owner = grants.get(stored.certificate.enterprise_code or "", ())
    viewer = viewer_of(stored.certificate, caller.enterprise_code, of_owner)
    known = None if viewer is Viewer.STRANGER else stored
    return Seen(number, viewer, known, () if viewer is Viewer.STRANGER else of_owner)
