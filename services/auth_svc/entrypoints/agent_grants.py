"""Agent printing: grants that a principal gives and takes back (R37-R40)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    GrantAgent,
    ListAgentGrants,
    ListPrincipals,
    RevokeAgent,
)
from contracts.card_statements import AgentToGrant, CardPurpose
from contracts.certificate_types import load_certificate_types
from contracts.seal_authority import self_print_problems
from services.auth_svc.domain.agent_grants import (
    AgentGrant,
    check_limits,
    check_may_grant,
    check_same,
    revoked,
)
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.callers import Callers
from services.auth_svc.entrypoints.cards import take_signed
from services.auth_svc.entrypoints.statement_facts import of_grant
from services.auth_svc.storage import agent_grants, authorizations


class AgentGrants(Callers):
    @answer(ListAgentGrants)
    def list_agent_grants(self, session: Session, request: ListAgentGrants) -> AgentGrantList:
        given = agent_grants.given_by(session, request.caller.enterprise_code, request)
        return views.agent_grant_list(given)

    @answer(ListPrincipals)
    def list_principals(self, session: Session, request: ListPrincipals) -> AgentGrantList:
        live = agent_grants.live_of_agent(session, request.caller.enterprise_code)
        return views.agent_grant_list(live)

    @answer(GrantAgent)
    def grant_agent(self, tx: Transaction, request: GrantAgent) -> AgentGrantView:
        """Granting the same twice gives the first grant (R37)."""
        signer = self.hold_caller(tx, request.caller)
        principal_code, agent_code = request.caller.enterprise_code, request.agent_code
        authority = authorizations.find_authority(tx.session, principal_code)
        problems = self_print_problems(authority, now=self.now())
        check_may_grant(principal_code, agent_code, problems)
        check_limits(request.limits, load_certificate_types(), now=self.now())
        wanted = AgentToGrant(agent_code=agent_code, limits=request.limits)
        facts = of_grant(tx.session, request.caller, wanted)
        take_signed(tx, CardPurpose.GRANT_AGENT, facts, request, signer=signer, now=self.now())
        grant = agent_grants.find_live(tx.session, principal_code, agent_code)
        if grant is None:
            grant = AgentGrant(
                id=uuid4(),
                principal_code=principal_code,
                agent_code=agent_code,
                granted_at=self.now(),
                limits=request.limits,
            )
            agent_grants.add(tx.session, grant)
            tx.publish(views.agent_authorized(grant))
        check_same(grant, request.limits)
        return views.agent_grant_view(agent_grants.named(tx.session, grant))

    @answer(RevokeAgent)
    def revoke_agent(self, tx: Transaction, request: RevokeAgent) -> AgentGrantView:
        self.hold_caller(tx, request.caller)
        principal_code = request.caller.enterprise_code
        given = agent_grants.get(tx.session, principal_code, request.grant_id)
        grant = revoked(given, now=self.now())
        if grant != given:
            agent_grants.put(tx.session, grant)
            tx.publish(views.agent_revoked(grant))
        return views.agent_grant_view(agent_grants.named(tx.session, grant))
