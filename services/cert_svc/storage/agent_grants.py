"""Agent grants as their events came, in whatever order."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.agents import AgentLimits
from contracts.authorization import AgentAuthorized, AgentRevoked
from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.tables import agent_grants


def add(session: Session, event: AgentAuthorized) -> None:
    limits = event.limits.model_dump(mode="json", exclude_defaults=True)
    _merge(session, event, granted_at=event.granted_at, limits=limits)


def revoke(session: Session, event: AgentRevoked) -> None:
    _merge(session, event, revoked_at=event.revoked_at)


def find(
    session: Session, principal_codes: Collection[str], agent_code: str
) -> dict[str, list[Grant]]:
    """The agent's grants, revoked ones too, by each of these principals."""
    grants: dict[str, list[Grant]] = {code: [] for code in principal_codes}
    rows = session.execute(
        select(agent_grants).where(
            agent_grants.c.principal_code.in_(grants), agent_grants.c.agent_code == agent_code
        )
    )
    for row in rows:
        limits = AgentLimits.model_validate(row.limits)
        grants[row.principal_code].append(Grant(row.granted_at, row.revoked_at, limits))
    return grants


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
