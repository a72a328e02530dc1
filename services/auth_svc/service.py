"""auth_svc 授权管理: people and logins, seal authorizations and their receipts, agent grants."""

from services.auth_svc.entrypoints.agents import Agents
from services.auth_svc.entrypoints.authorizations import Authorizations
from services.auth_svc.entrypoints.people import People
from services.auth_svc.entrypoints.sessions import Sessions


class AuthService(Sessions, People, Authorizations, Agents):
    """Who people are, what they may use, and what customs said of it; no image bytes."""

    name = "auth_svc"


SERVICE = AuthService
