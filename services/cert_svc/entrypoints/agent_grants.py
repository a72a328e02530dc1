"""Grants of agent printing: given and taken back by auth_svc, obeyed here (R37-R40)."""

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import AgentAuthorized, AgentRevoked
from services.cert_svc.storage import agent_grants


class AgentGrants(Service):
    @subscribe(AgentAuthorized)
    def on_agent_authorized(self, tx: Transaction, event: AgentAuthorized) -> None:
        agent_grants.add(tx.session, event)

    @subscribe(AgentRevoked)
    def on_agent_revoked(self, tx: Transaction, event: AgentRevoked) -> None:
        agent_grants.revoke(tx.session, event)
