"""Agent printing: grants that a principal gives and takes back (R37-R40)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused
from contracts.identifiers import is_credit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentGrant:
    """Live until it is revoked."""

    id: UUID
    principal_code: str
    agent_code: str
    granted_at: datetime
    revoked_at: datetime | None = None


def check_may_grant(principal_code: str, agent_code: str, *, self_print: bool) -> None:
    """Another enterprise is the agent, and the principal's own seal is authorized (R38)."""
    if agent_code == principal_code:
        raise Refused("agent.self")
    if not is_credit_code(agent_code):
        raise Refused("agent.wrong_code")
    if not self_print:
        raise Refused("agent.seal_not_authorized")


def revoked(grant: AgentGrant, *, now: datetime) -> AgentGrant:
    """The first revocation stands."""
    return grant if grant.revoked_at is not None else replace(grant, revoked_at=now)
