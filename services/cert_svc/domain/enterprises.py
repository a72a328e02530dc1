"""What an enterprise has authorized and filed, and whom it lets print (R27-R45)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from services.cert_svc.domain.certificates import Approval, Certificate


@dataclass(frozen=True, slots=True)
class Authorization:
    """Seal and signatures that customs accepted; `signers` maps ID numbers to names."""

    received_at: datetime
    signers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """`declarers` maps the ID numbers of filed declarers to their names (R27)."""

    authorizations: tuple[Authorization, ...] = ()
    declarers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def in_force_at(self, moment: datetime) -> Authorization | None:
        """The last one received before the moment: each replaces the one before it (R36)."""
        earlier = [a for a in self.authorizations if a.received_at < moment]
        return max(earlier, key=lambda a: a.received_at, default=None)

    def knows_by_name_only(self, id_number: str, name: str) -> bool:
        """Whether a person of this name is filed or authorized under another number (R28)."""
        rolls = [self.declarers, *(a.signers for a in self.authorizations)]
        return any(
            known == name and number != id_number
            for roll in rolls
            for number, known in roll.items()
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """A principal's leave for one agent; `granted_at` is None until that event came too."""

    granted_at: datetime | None
    revoked_at: datetime | None

    def covers(self, approval: Approval) -> bool:
        """Live, and given before the certificate was approved (R39)."""
        return (
            self.revoked_at is None
            and self.granted_at is not None
            and self.granted_at < approval.approved_at
        )


class Viewer(Enum):
    """What a caller is to a certificate; a stranger learns nothing, not even that it exists."""

    OWNER = "owner"
    AGENT = "agent"
    AGENT_WITHOUT_GRANT = "agent_without_grant"
    STRANGER = "stranger"

    @property
    def may_see(self) -> bool:
        return self in (Viewer.OWNER, Viewer.AGENT)


def viewer_of(certificate: Certificate, caller_code: str, grants: tuple[Grant, ...]) -> Viewer:
    """`grants` are those of the certificate's enterprise to the caller's."""
    if certificate.enterprise_code == caller_code:
        return Viewer.OWNER
    approval = certificate.approval
    if approval is None or approval.agent_code != caller_code:
        return Viewer.STRANGER
    covered = any(grant.covers(approval) for grant in grants)
    return Viewer.AGENT if covered else Viewer.AGENT_WITHOUT_GRANT
