"""Agent grants as their events came, in whatever order."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.authorization import AgentAuthorized, AgentRevoked
from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.tables import agent_grants


def add(session: Session, event: AgentAuthorized) -> None:
    _merge(session, event, granted_at=event.granted_at)


def revoke(session: Session, event: AgentRevoked) -> None:
    _merge(session, event, revoked_at=event.revoked_at)


def find(session: Session, principal_code: str, agent_code: str) -> list[Grant]:
    """All that was ever given, revoked ones too."""
    rows = session.execute(
        select(agent_grants.c.granted_at, agent_grants.c.revoked_at).where(
            agent_grants.c.principal_code == principal_code,
            agent_grants.c.agent_code == agent_code,
        )
    )
    return [Grant(row.granted_at, row.revoked_at) for row in rows]


def is_agent(session: Session, enterprise_code: str) -> bool:
    """Whether anybody lets this enterprise print today."""
    live = exists().where(
        agent_grants.c.agent_code == enterprise_code, agent_grants.c.revoked_at.is_(None)
    )
    return bool(session.execute(select(live)).scalar())


def _merge(session: Session, event: AgentAuthorized | AgentRevoked, **told: Any) -> None:
    """Each event adds what it tells, whichever comes first."""
    row = upsert(agent_grants).values(
        grant_id=event.grant_id,
        principal_code=event.enterprise_code,
        agent_code=event.agent_code,
        **told,
    )
    session.execute(row.on_conflict_do_update(index_elements=["grant_id"], set_=told))
