"""The grants by which a caller is an agent now: auth_svc is asked, of agents alone (R37-R39)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from chassis.calls import Neighbours
from chassis.database import Session
from chassis.service import Service
from contracts.base import Request
from contracts.rights import GetRights, LiveGrant, Rights
from services.cert_svc.storage import agent_grants

AnswerT = TypeVar("AnswerT")
Grants = tuple[LiveGrant, ...]
NONE: Final[Grants] = ()
PATIENCE_SECONDS: Final = 2.0
"""A diagnosis without auth_svc's line is worth more than one that comes late."""


def ids_of(grants: Grants) -> tuple[UUID, ...]:
    return tuple(grant.grant_id for grant in grants)


class AgentRights(Service):
    if TYPE_CHECKING:
        ask: Callable[[Request[Any]], Any]
    else:
        ask = Neighbours(timeout_seconds=PATIENCE_SECONDS)

    def read_for(self, enterprise_code: str, read: Callable[[Session, Grants], AnswerT]) -> AnswerT:
        """Nobody is asked for whoever is no agent as far as is known here; one that was revoked
        meanwhile is known still, and one that was granted just now a moment later.
        """
        with self.db.reading() as session:
            if not agent_grants.is_agent(session, enterprise_code):
                return read(session, NONE)
        grants = self.live_grants(enterprise_code)
        with self.db.reading() as session:
            return read(session, grants)

    def grants_of(self, enterprise_code: str) -> Grants:
        """As `read_for` gives them."""
        with self.db.reading() as session:
            agent = agent_grants.is_agent(session, enterprise_code)
        return self.live_grants(enterprise_code) if agent else NONE

    def live_grants(self, enterprise_code: str) -> Grants:
        rights: Rights = self.ask(GetRights(enterprise_code=enterprise_code))
        return rights.grants
