"""What auth_svc would say of rights: one agent with a grant, until a test takes it away."""

from dataclasses import dataclass, field
from uuid import UUID

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
    asked: list[GetRights] = field(default_factory=list)

    def get_rights(self, request: GetRights) -> Rights:
        self.asked.append(request)
        return Rights(
            enabled=request.operator_id not in self.disabled,
            grants=tuple(self.grants.get(request.enterprise_code, ())),
        )

    def revoke(self, agent_code: str = AGENT) -> None:
        """Nobody else has heard of it yet."""
        self.grants[agent_code] = []
