"""Agent printing: grants that a principal gives and takes back (R37-R40)."""

from chassis.calls import answer
from chassis.service import Service
from contracts.authorization import (
    AgentAuthorized,
    AgentGrantList,
    AgentGrantView,
    AgentRevoked,
    GrantAgent,
    ListAgentGrants,
    ListPrincipals,
    RevokeAgent,
)
from contracts.errors import Refused
from contracts.identifiers import is_credit_code
from services.auth_svc import queries, repository


class Agents(Service):
    @answer(ListAgentGrants)
    def list_agent_grants(self, request: ListAgentGrants) -> AgentGrantList:
        with self.db.reading() as session:
            return queries.grants_given(session, request.caller.enterprise_code)

    @answer(ListPrincipals)
    def list_principals(self, request: ListPrincipals) -> AgentGrantList:
        with self.db.reading() as session:
            return queries.principals_of(session, request.caller.enterprise_code)

    @answer(GrantAgent)
    def grant_agent(self, request: GrantAgent) -> AgentGrantView:
        principal = request.caller.enterprise_code
        if request.agent_code == principal:
            raise Refused("agent.self")
        if not is_credit_code(request.agent_code):
            raise Refused("agent.wrong_code")
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            repository.hold_enterprise(tx.session, principal)
            if not queries.self_print(tx.session, principal):
                raise Refused("agent.seal_not_authorized")
            row, is_new = repository.grant_agent(
                tx.session, principal, request.agent_code, now=self.now()
            )
            if is_new:
                tx.publish(
                    AgentAuthorized(
                        enterprise_code=principal,
                        grant_id=row.id,
                        agent_code=row.agent_code,
                        granted_at=row.granted_at,
                    )
                )
            return tx.remember(request, queries.grant_view(row, None))

    @answer(RevokeAgent)
    def revoke_agent(self, request: RevokeAgent) -> AgentGrantView:
        principal = request.caller.enterprise_code
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            repository.hold_enterprise(tx.session, principal)
            row, was_live = repository.revoke_agent(
                tx.session, principal, request.grant_id, now=self.now()
            )
            if was_live:
                tx.publish(
                    AgentRevoked(
                        enterprise_code=principal,
                        grant_id=row.id,
                        agent_code=row.agent_code,
                        revoked_at=row.revoked_at,
                    )
                )
            return tx.remember(request, queries.grant_view(row, None))
