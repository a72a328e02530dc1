"""Agent printing (代理打印): grants given, and the principals that gave them (R37-R40)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict

from contracts.agents import UNLIMITED, AgentLimits
from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    GrantAgent,
    ListAgentGrants,
    ListPrincipals,
    RevokeAgent,
)
from contracts.values import CardSignature, CreditCode
from gateway.documentation import LOGGED_IN, OF_RIGHTS, SIGNED, refusals
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Who
from gateway.specimens import AGENT

router = APIRouter(tags=["agents"])


class NewGrant(BaseModel):
    """The agent's unified social credit code, and what it may print of what it declares.

    `card_signature`: the legal-person card's over a statement of purpose `grant_agent` (R24).
    """

    model_config = ConfigDict(extra="forbid")

    agent_code: CreditCode
    limits: AgentLimits = UNLIMITED
    challenge_id: UUID
    card_signature: CardSignature


@router.get("/agent-grants", responses=refusals(*LOGGED_IN))
async def list_grants(
    who: Who,
    parts: PartsDep,
    agent: Annotated[
        str | None,
        Query(description="A part of the agent's code or name", max_length=100, examples=[AGENT]),
    ] = None,
    live: Annotated[
        bool | None, Query(description="Only those that are live, or only revoked ones")
    ] = None,
) -> AgentGrantList:
    """Grants that the caller's enterprise gave, the newest first.

    What an agent printed: `GET /print-jobs?issuer_code=`.
    """
    return await parts.rpc.call(ListAgentGrants(caller=who, agent=agent, live=live))


@router.post(
    "/agent-grants",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *OF_RIGHTS,
        *SIGNED,
        "agent.seal_not_authorized",
        "agent.self",
        "agent.wrong_code",
        "agent.unknown_type",
        "agent.period_past",
        "agent.granted_otherwise",
        "idempotency.key_reused",
    ),
)
async def grant_agent(
    body: NewGrant, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> AgentGrantView:
    """Let an agent print what is approved from now on; once is enough (R37-R39)."""
    return await parts.rpc.call(GrantAgent(caller=who, idempotency_key=key, **dict(body)))


@router.delete(
    "/agent-grants/{id}", responses=refusals(*LOGGED_IN, *OF_RIGHTS, "agent.unknown_grant")
)
async def revoke_agent(id: Id, who: Who, parts: PartsDep) -> AgentGrantView:
    """Take a grant back; the agent sees and prints nothing more of this enterprise."""
    return await parts.rpc.call(RevokeAgent(caller=who, grant_id=id))


@router.get("/principals", responses=refusals(*LOGGED_IN))
async def list_principals(who: Who, parts: PartsDep) -> AgentGrantList:
    """Enterprises that let the caller's print for them (委托企业列表, R40)."""
    return await parts.rpc.call(ListPrincipals(caller=who))
