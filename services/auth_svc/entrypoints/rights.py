"""What is true of a right at this moment, for services that act on it (R37-R39)."""

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from contracts.rights import GetRights, LiveGrant, Rights
from services.auth_svc.storage import agent_grants, api_tokens, operators


class RightsNow(Service):
    @answer(GetRights)
    def get_rights(self, session: Session, request: GetRights) -> Rights:
        """Of what is committed: once a revocation was answered, no grant of it is told."""
        code, operator_id = request.enterprise_code, request.operator_id
        enabled = operator_id is None or (
            operators.is_enabled(session, code, operator_id)
            or api_tokens.is_live(session, code, operator_id, now=self.now())
        )
        live = agent_grants.live_of_agent(session, code)
        return Rights(
            enabled=enabled,
            grants=tuple(
                LiveGrant(
                    grant_id=each.grant.id,
                    principal_code=each.grant.principal_code,
                    granted_at=each.grant.granted_at,
                    limits=each.grant.limits,
                )
                for each in live
            ),
        )
