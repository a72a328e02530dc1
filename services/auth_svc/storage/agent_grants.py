"""Agent grants: at most one that is live for each principal and agent."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from contracts.errors import Refused
from services.auth_svc.domain.agent_grants import AgentGrant
from services.auth_svc.tables import agent_grants, enterprises


def add(session: Session, grant: AgentGrant) -> None:
    session.execute(insert(agent_grants).values(asdict(grant)))


def put(session: Session, grant: AgentGrant) -> None:
    session.execute(update(agent_grants).where(agent_grants.c.id == grant.id).values(asdict(grant)))


def get(session: Session, principal_code: str, grant_id: UUID) -> AgentGrant:
    """Raise Refused when it is not the principal's."""
    grant = _find(session, id=grant_id, principal_code=principal_code)
    if grant is None:
        raise Refused("agent.unknown_grant")
    return grant


def find_live(session: Session, principal_code: str, agent_code: str) -> AgentGrant | None:
    return _find(session, principal_code=principal_code, agent_code=agent_code, revoked_at=None)


def given_by(session: Session, principal_code: str) -> list[tuple[AgentGrant, str]]:
    """Each with its principal's name; revoked ones too, the newest first."""
    return _with_names(session, agent_grants.c.principal_code == principal_code)


def live_of_agent(session: Session, agent_code: str) -> list[tuple[AgentGrant, str]]:
    """委托企业列表, each with its principal's name (R40)."""
    return _with_names(
        session, agent_grants.c.agent_code == agent_code, agent_grants.c.revoked_at.is_(None)
    )


def _find(session: Session, **columns: Any) -> AgentGrant | None:
    row = session.execute(select(agent_grants).filter_by(**columns)).mappings().first()
    return None if row is None else AgentGrant(**row)


def _with_names(session: Session, *conditions: Any) -> list[tuple[AgentGrant, str]]:
    rows = session.execute(
        select(*agent_grants.c, enterprises.c.name)
        .join(enterprises, enterprises.c.code == agent_grants.c.principal_code)
        .where(*conditions)
        .order_by(agent_grants.c.granted_at.desc())
    )
    return [
        (AgentGrant(**{column.name: row[column.name] for column in agent_grants.c}), row["name"])
        for row in rows.mappings()
    ]
