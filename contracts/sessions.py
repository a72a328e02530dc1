"""What auth_svc says of sessions that are open, and ends of them (R1, R7)."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from contracts.authorization import SOURCE
from contracts.base import CallerRequest, Command, Done, Reply
from contracts.values import LoginMedium, Name, Value


class ListedSession(Value):
    """`last_used_at` is right to a minute; the address is that from which the login came."""

    session_id: UUID
    operator_id: UUID
    operator_name: Name
    medium: LoginMedium
    opened_at: AwareDatetime
    last_used_at: AwareDatetime
    expires_at: AwareDatetime
    client_address: str | None = None


class SessionList(Reply):
    """The one used last first."""

    sessions: tuple[ListedSession, ...]


class ListSessions(CallerRequest[SessionList]):
    """The caller's own; all of the enterprise for its legal person's card."""

    SERVICE: ClassVar[str] = SOURCE


class EndSession(Command[Done]):
    """One of those listed, which may be the one that asks; Refused session.unknown."""

    SERVICE: ClassVar[str] = SOURCE

    session_id: UUID
