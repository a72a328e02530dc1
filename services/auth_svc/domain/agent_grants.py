"""Agent printing: grants that a principal gives and takes back (R37-R40)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.errors import ERRORS, Refused
from contracts.identifiers import is_credit_code
from contracts.seal_authority import Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentGrant:
    """Live until it is revoked."""

    id: UUID
    principal_code: str
    agent_code: str
    granted_at: datetime
    revoked_at: datetime | None = None


def check_may_grant(principal_code: str, agent_code: str, problems: Problems) -> None:
    """Another enterprise is the agent, and the principal's own seal may be used (R38).

    `problems` are those of the principal's self-print switch.
    """
    if agent_code == principal_code:
        raise Refused("agent.self")
    if not is_credit_code(agent_code):
        raise Refused("agent.wrong_code")
    for code, details in problems.items():
        reason = ERRORS[code].filled(details)
        raise Refused(
            "agent.seal_not_authorized",
            {"reason": code, "reason_zh": reason.zh, "reason_en": reason.en},
        )


def revoked(grant: AgentGrant, *, now: datetime) -> AgentGrant:
    """The first revocation stands."""
    return grant if grant.revoked_at is not None else replace(grant, revoked_at=now)
