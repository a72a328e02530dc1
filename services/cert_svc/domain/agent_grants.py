"""Leave that an enterprise gives an agent to print its certificates (R37-R40)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.agents import UNLIMITED, AgentLimits


class Granted(Protocol):
    """What of a certificate decides about its agent."""

    @property
    def approved_at(self) -> datetime: ...

    @property
    def type_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Grant:
    """A principal's leave for one agent; `granted_at` is None until that event came too."""

    granted_at: datetime | None
    revoked_at: datetime | None
    limits: AgentLimits = UNLIMITED

    def covers(self, approval: Granted) -> bool:
        """Live, and given before the certificate was approved (R39)."""
        return (
            self.revoked_at is None
            and self.granted_at is not None
            and self.granted_at < approval.approved_at
        )


def covering(grants: Iterable[Grant], granted: Granted) -> Grant | None:
    """The grant by which the certificate is printed; at most one is live."""
    return next((grant for grant in grants if grant.covers(granted)), None)
