"""Why an agent may not print what it declared for a principal (R37-R39, R54)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.domain.certificates import Approval


class AgentReason(NamedTuple):
    """`facts` are times of the grant, which both sides know, and of the approval."""

    code: Literal["agent.no_grant", "agent.revoked", "agent.granted_too_late"]
    facts: dict[str, datetime]


def reason_of(grants: Sequence[Grant], approval: Approval) -> AgentReason:
    """Of an agent that no grant covers: by the last of its grants."""
    given = [grant for grant in grants if grant.granted_at is not None]
    if not given:
        return AgentReason("agent.no_grant", {})
    live = [grant.granted_at for grant in given if grant.revoked_at is None and grant.granted_at]
    if live:
        times = {"granted_at": max(live), "approved_at": approval.approved_at}
        return AgentReason("agent.granted_too_late", times)
    revoked_at = max(grant.revoked_at for grant in given if grant.revoked_at)
    return AgentReason("agent.revoked", {"revoked_at": revoked_at})
