"""What auth_svc would say of rights: one agent with a grant, until a test takes it away."""

from dataclasses import dataclass, field
from uuid import UUID

from chassis.deliveries import Delivered
from chassis.testing import Bench
from contracts.authorization import AgentAuthorized, AgentRevoked
from contracts.rights import GetRights, LiveGrant, Rights
from tests.unit.cert_svc.events import AGENT, APPROVED, EXPORTER, GRANT, HOUR


def live_grant(**changes) -> LiveGrant:
    fields = {"grant_id": GRANT, "principal_code": EXPORTER, "granted_at": APPROVED - HOUR}
    return LiveGrant(**fields | changes)


@dataclass
class AuthService:
    """Live grants by agent, and who is disabled."""

    grants: dict[str, list[LiveGrant]] = field(default_factory=lambda: {AGENT: [live_grant()]})
    disabled: set[UUID] = field(default_factory=set)
    ended: set[UUID] = field(default_factory=set)
    asked: list[GetRights] = field(default_factory=list)

    def get_rights(self, request: GetRights) -> Rights:
        self.asked.append(request)
        return Rights(
            enabled=request.operator_id not in self.disabled,
            grants=tuple(
                grant
                for grant in self.grants.get(request.enterprise_code, ())
                if grant.grant_id not in self.ended
            ),
        )

    def hear(self, event: AgentAuthorized | AgentRevoked) -> None:
        """In whatever order they come, for it was auth_svc that said them in theirs."""
        if isinstance(event, AgentRevoked):
            self.ended.add(event.grant_id)
        else:
            grant = live_grant(
                grant_id=event.grant_id,
                principal_code=event.enterprise_code,
                granted_at=event.granted_at,
                limits=event.limits,
            )
            self.grants.setdefault(event.agent_code, []).append(grant)

    def revoke(self, agent_code: str = AGENT) -> None:
        """Nobody else has heard of it yet."""
        self.grants[agent_code] = []


class HeardOf(Bench):
    """A bench whose auth_svc has said every grant that is delivered, and nothing else."""

    def deliver_group(self, *group: Delivered) -> None:
        for one in group:
            if isinstance(one.event, AgentAuthorized | AgentRevoked):
                self.extras["auth_svc"].hear(one.event)
        super().deliver_group(*group)
