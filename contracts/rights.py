"""What a person and an enterprise may do now, told by auth_svc to those who act on it.

Events tell of a right's end a moment later; who acts for an agent, or hands out a document, asks.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from contracts.agents import UNLIMITED, AgentLimits
from contracts.base import Reply, Request
from contracts.values import CreditCode, Value


class LiveGrant(Value):
    """One grant to the enterprise asked about, not revoked."""

    grant_id: UUID
    principal_code: CreditCode
    granted_at: AwareDatetime
    limits: AgentLimits = UNLIMITED


class Rights(Reply):
    """`enabled`: whether the person or API token, if one was asked about, may still act for it."""

    enabled: bool = True
    grants: tuple[LiveGrant, ...] = ()


class GetRights(Request[Rights]):
    """For services alone: it bears no caller, for a ticket has none, and no route leads to it."""

    SERVICE: ClassVar[str] = "auth_svc"

    enterprise_code: CreditCode
    operator_id: UUID | None = None
