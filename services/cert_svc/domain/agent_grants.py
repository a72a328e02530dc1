"""Leave that an enterprise gives an agent to print its certificates (R37-R40)."""

from dataclasses import dataclass
from datetime import datetime

from services.cert_svc.domain.certificates import Approval


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
