"""Agent printing: grants that a principal gives and takes back (R37-R40)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.agents import UNLIMITED, AgentLimits
from contracts.certificate_types import CertificateTypes
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
    limits: AgentLimits = UNLIMITED


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


def check_limits(limits: AgentLimits, types: CertificateTypes, *, now: datetime) -> None:
    """Raise Refused for a type that does not exist, and for a period that is over already."""
    for type_id in limits.type_ids:
        try:
            types.by_id(type_id)
        except LookupError:
            raise Refused("agent.unknown_type", {"type_id": type_id}) from None
    if limits.valid_to is not None and limits.valid_to <= now:
        raise Refused("agent.period_past")


def check_same(live: AgentGrant, limits: AgentLimits) -> AgentGrant:
    """Granting twice gives the first grant; Refused when the second is to have other limits."""
    if live.limits != limits:
        raise Refused("agent.granted_otherwise")
    return live


def revoked(grant: AgentGrant, *, now: datetime) -> AgentGrant:
    """The first revocation stands."""
    return grant if grant.revoked_at is not None else replace(grant, revoked_at=now)
