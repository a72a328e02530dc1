"""Agent printing (代理打印): grants given, and the principals that gave them (R37-R40)."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    GrantAgent,
    ListAgentGrants,
    ListPrincipals,
    RevokeAgent,
)
from contracts.values import CreditCode
from gateway.documentation import BY_CARD, LOGGED_IN, refusals
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Who

router = APIRouter(tags=["agents"])


class NewGrant(BaseModel):
    """The agent's unified social credit code."""

    model_config = ConfigDict(extra="forbid")

    agent_code: CreditCode


@router.get("/agent-grants", responses=refusals(*LOGGED_IN))
async def list_grants(who: Who, parts: PartsDep) -> AgentGrantList:
    """Grants that the caller's enterprise gave, the revoked ones too."""
    return await parts.rpc.call(ListAgentGrants(caller=who))


@router.post(
    "/agent-grants",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *BY_CARD,
        "agent.seal_not_authorized",
        "agent.self",
        "agent.wrong_code",
        "idempotency.key_reused",
    ),
)
async def grant_agent(
    body: NewGrant, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> AgentGrantView:
    """Let an agent print what is approved from now on; once is enough (R37-R39)."""
    return await parts.rpc.call(
        GrantAgent(caller=who, idempotency_key=key, agent_code=body.agent_code)
    )


@router.delete(
    "/agent-grants/{id}", responses=refusals(*LOGGED_IN, *BY_CARD, "agent.unknown_grant")
)
async def revoke_agent(id: Id, who: Who, parts: PartsDep) -> AgentGrantView:
    """Take a grant back; the agent sees and prints nothing more of this enterprise."""
    return await parts.rpc.call(RevokeAgent(caller=who, grant_id=id))


@router.get("/principals", responses=refusals(*LOGGED_IN))
async def list_principals(who: Who, parts: PartsDep) -> AgentGrantList:
    """Enterprises that let the caller's print for them (委托企业列表, R40)."""
    return await parts.rpc.call(ListPrincipals(caller=who))
