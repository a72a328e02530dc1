"""auth_svc 授权管理: who may log in, seal authorizations and their receipts, agent grants."""

from services.auth_svc.entrypoints.agent_grants import AgentGrants
from services.auth_svc.entrypoints.api_tokens import ApiTokens
from services.auth_svc.entrypoints.applications import Applications
from services.auth_svc.entrypoints.audit_exports import AuditExports
from services.auth_svc.entrypoints.audit_records import AuditRecords
from services.auth_svc.entrypoints.authorizations import Authorizations
from services.auth_svc.entrypoints.card_challenges import CardChallenges
from services.auth_svc.entrypoints.card_logins import CardLogins
from services.auth_svc.entrypoints.cards import Cards
from services.auth_svc.entrypoints.declarers import Declarers
from services.auth_svc.entrypoints.operators import Operators
from services.auth_svc.entrypoints.revocations import Revocations
from services.auth_svc.entrypoints.rights import RightsNow
from services.auth_svc.entrypoints.stamps import Stamps
from services.auth_svc.entrypoints.standing import Standing


class AuthService(
    CardLogins,
    CardChallenges,
    Operators,
    Cards,
    Declarers,
    Stamps,
    Applications,
    Authorizations,
    Standing,
    AgentGrants,
    Revocations,
    RightsNow,
    ApiTokens,
    AuditRecords,
    AuditExports,
):
    """Who people are, what they may use, and what customs said of it; no image bytes."""

    name = "auth_svc"


SERVICE = AuthService
