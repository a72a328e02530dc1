"""SQL of the grants by which agents print for their principals."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.authorization import AgentAuthorized, AgentRevoked
from services.print_svc.tables import agent_grants

_G: Final = agent_grants.c


def put_grant(session: Session, event: AgentAuthorized) -> None:
    session.execute(upsert(agent_grants).values(_grant(event)).on_conflict_do_nothing())


def put_revocation(session: Session, event: AgentRevoked) -> None:
    """Also for a grant that is not heard of yet."""
    revoked = {"revoked_at": event.revoked_at}
    session.execute(
        upsert(agent_grants)
        .values(_grant(event) | revoked)
        .on_conflict_do_update(index_elements=["grant_id"], set_=revoked)
    )


def revocations(session: Session, principal_code: str, agent_code: str) -> list[datetime | None]:
    """When each grant was revoked; waits for one that is being revoked now."""
    query = select(_G.revoked_at).where(
        _G.principal_code == principal_code, _G.agent_code == agent_code
    )
    return list(session.execute(query.with_for_update(read=True)).scalars())


def _grant(event: AgentAuthorized | AgentRevoked) -> dict[str, Any]:
    return {
        "grant_id": event.grant_id,
        "principal_code": event.enterprise_code,
        "agent_code": event.agent_code,
    }
