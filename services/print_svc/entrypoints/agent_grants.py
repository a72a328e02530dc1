"""What is heard of agents' grants, and which print jobs a revocation voids."""

from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import AgentAuthorized, AgentRevoked
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import agent_grants, print_jobs


class AgentGrants(PrintEntrypoints):
    @subscribe(AgentAuthorized)
    def on_agent_authorized(self, tx: Transaction, event: AgentAuthorized) -> None:
        agent_grants.put_grant(tx.session, event)

    @subscribe(AgentRevoked)
    def on_agent_revoked(self, tx: Transaction, event: AgentRevoked) -> None:
        """What the agent has queued and not fetched is void at once."""
        agent_grants.put_revocation(tx.session, event)
        print_jobs.void_of_agent(tx.session, event.enterprise_code, event.agent_code)
