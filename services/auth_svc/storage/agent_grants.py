"""Agent grants: at most one that is live for each principal and agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.agents import AgentLimits
from contracts.authorization import ListAgentGrants
from contracts.errors import Refused
from services.auth_svc.domain.agent_grants import AgentGrant
from services.auth_svc.tables import agent_grants, enterprises

_G: Final = agent_grants.c
_PRINCIPALS: Final = enterprises.alias("principals")
_AGENTS: Final = enterprises.alias("agents")


@dataclass(frozen=True, slots=True)
class NamedGrant:
    """With the names of both enterprises; None of one that never logged in here."""

    grant: AgentGrant
    principal_name: str | None
    agent_name: str | None


def add(session: Session, grant: AgentGrant) -> None:
    session.execute(insert(agent_grants).values(_columns(grant)))


def put(session: Session, grant: AgentGrant) -> None:
    session.execute(update(agent_grants).where(_G.id == grant.id).values(_columns(grant)))


def get(session: Session, principal_code: str, grant_id: UUID) -> AgentGrant:
    """Raise Refused when it is not the principal's."""
    grant = _find(session, id=grant_id, principal_code=principal_code)
    if grant is None:
        raise Refused("agent.unknown_grant")
    return grant


def find_live(session: Session, principal_code: str, agent_code: str) -> AgentGrant | None:
    return _find(session, principal_code=principal_code, agent_code=agent_code, revoked_at=None)


def named(session: Session, grant: AgentGrant) -> NamedGrant:
    """A grant that is stored, with its names."""
    return _with_names(session, _G.id == grant.id)[0]


def given_by(session: Session, principal_code: str, asked: ListAgentGrants) -> list[NamedGrant]:
    """The newest first; revoked ones too, unless only live ones are asked for."""
    conditions = [_G.principal_code == principal_code]
    if asked.live is not None:
        conditions.append(_G.revoked_at.is_(None) if asked.live else _G.revoked_at.is_not(None))
    if asked.agent is not None:
        part = asked.agent.strip()
        conditions.append(
            or_(
                _G.agent_code.icontains(part, autoescape=True),
                _AGENTS.c.name.icontains(part, autoescape=True),
            )
        )
    return _with_names(session, *conditions)


def live_of_agent(session: Session, agent_code: str) -> list[NamedGrant]:
    """委托企业列表 (R40)."""
    return _with_names(session, _G.agent_code == agent_code, _G.revoked_at.is_(None))


def _find(session: Session, **columns: Any) -> AgentGrant | None:
    row = session.execute(select(agent_grants).filter_by(**columns)).mappings().first()
    return None if row is None else _grant(row)


def _with_names(session: Session, *conditions: Any) -> list[NamedGrant]:
    rows = session.execute(
        select(
            *_G,
            _PRINCIPALS.c.name.label("principal_name"),
            _AGENTS.c.name.label("agent_name"),
        )
        .outerjoin(_PRINCIPALS, _PRINCIPALS.c.code == _G.principal_code)
        .outerjoin(_AGENTS, _AGENTS.c.code == _G.agent_code)
        .where(*conditions)
        .order_by(_G.granted_at.desc())
    )
    return [
        NamedGrant(_grant(row), row["principal_name"], row["agent_name"]) for row in rows.mappings()
    ]


def _grant(row: Mapping[Any, Any]) -> AgentGrant:
    return AgentGrant(
        id=row["id"],
        principal_code=row["principal_code"],
        agent_code=row["agent_code"],
        granted_at=row["granted_at"],
        revoked_at=row["revoked_at"],
        limits=AgentLimits.model_validate(row["limits"]),
    )


def _columns(grant: AgentGrant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "principal_code": grant.principal_code,
        "agent_code": grant.agent_code,
        "granted_at": grant.granted_at,
        "revoked_at": grant.revoked_at,
        "limits": grant.limits.model_dump(mode="json", exclude_defaults=True),
    }
