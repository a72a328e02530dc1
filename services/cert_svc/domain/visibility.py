"""Who may see a certificate: its enterprise, and an agent whose grant covers it (promise 4)."""

from collections.abc import Collection
from enum import Enum

from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.domain.certificates import Certificate


class Viewer(Enum):
    """What a caller is to a certificate; a stranger learns nothing, not even that it exists."""

    OWNER = "owner"
    AGENT = "agent"
    AGENT_WITHOUT_GRANT = "agent_without_grant"
    STRANGER = "stranger"

    @property
    def may_see(self) -> bool:
        """An agent may only through a grant that is live and older than the approval."""
        return self in (Viewer.OWNER, Viewer.AGENT)

    @property
    def owns(self) -> bool:
        return self is Viewer.OWNER


def viewer_of(certificate: Certificate, caller_code: str, grants: Collection[Grant]) -> Viewer:
    """`grants` are those of the certificate's enterprise to the caller's."""
    if certificate.enterprise_code == caller_code:
        return Viewer.OWNER
    approval = certificate.approval
    if approval is None or approval.agent_code != caller_code:
        return Viewer.STRANGER
    covered = any(grant.covers(approval) for grant in grants)
    return Viewer.AGENT if covered else Viewer.AGENT_WITHOUT_GRANT
