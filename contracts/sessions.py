"""Sessions that are open, and what a card signs in one of them (R1, R7, R24)."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from contracts.authorization import SOURCE, CardChallenge
from contracts.base import CallerRequest, Command, Done, Reply
from contracts.card_statements import ToSign
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


class IssueCardStatement(Command[CardChallenge]):
    """A fresh statement of what the caller wants, for the legal-person card to sign (R24)."""

    SERVICE: ClassVar[str] = SOURCE

    to_sign: ToSign
