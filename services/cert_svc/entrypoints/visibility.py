"""What a caller may see of certificates: its own, or as agent with a grant that covers it."""

from collections.abc import Collection
from dataclasses import dataclass

from chassis.database import Session
from contracts.access import Standing, may
from contracts.certificate_numbers import tidy_certificate_no
from contracts.errors import Refused
from contracts.values import Caller
from services.cert_svc.domain.certificates import Approval
from services.cert_svc.domain.visibility import viewer_of
from services.cert_svc.entrypoints.rights import Grants
from services.cert_svc.storage import certificates
from services.cert_svc.storage.certificates import Stored


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate in the eyes of a caller; everything about a stranger's is None."""

    certificate_no: str
    viewer: Standing
    stored: Stored | None

    @property
    def approval(self) -> Approval | None:
        return self.stored.certificate.approval if self.stored else None

    @property
    def visible(self) -> tuple[Stored, Approval] | None:
        """None for all that the caller may not see (promise 4)."""
        if self.stored is None or self.approval is None or not may(self.viewer, "read"):
            return None
        return self.stored, self.approval


def seen_by(
    session: Session, caller: Caller, numbers: Collection[str], grants: Grants
) -> dict[str, Seen]:
    """Never refuses; one statement, however many numbers.

    The same for a number that does not exist and for a stranger's.
    """
    found = certificates.find(session, numbers)
    return {number: _seen(number, found.get(number), caller, grants) for number in numbers}


def visible_to(session: Session, caller: Caller, typed: str, grants: Grants) -> Stored:
    """Raise Refused("certificate.unknown") for all that the caller may not see."""
    number = tidy_certificate_no(typed)
    visible = seen_by(session, caller, [number], grants)[number].visible
    if visible is None:
        raise Refused("certificate.unknown", {"certificate_no": number})
    stored, _ = visible
    return stored


def _seen(number: str, stored: Stored | None, caller: Caller, grants: Grants) -> Seen:
    if stored is None:
        return Seen(number, Standing.STRANGER, None)
    viewer = viewer_of(stored.certificate, caller.enterprise_code, grants)
    return Seen(number, viewer, None if viewer is Standing.STRANGER else stored)
