"""Sessions of those who logged in; of their tokens only digests are kept."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.sessions import LoginSession
from services.auth_svc.tables import cards, enterprises, operators, revocation_lists, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """`card_fingerprint` of the card that opens it, where one does."""

    id: UUID
    operator_id: UUID
    medium: LoginMedium
    opened_at: datetime
    expires_at: datetime
    card_fingerprint: str | None = None
    client_address: str | None = None


def add(session: Session, token: str, opened: NewSession) -> None:
    row = asdict(opened) | {"last_used_at": opened.opened_at, "token_sha256": _digest(token)}
    session.execute(insert(sessions).values(row))


def get(session: Session, token: str) -> LoginSession:
    """Raise Refused for a token that opens nothing, or nothing more for a disabled person.

    One that is over may be there still.
    """
    found = _found(session, sessions.c.token_sha256 == _digest(token))
    if not found:
        raise Refused("session.required")
    return found[0]


def of_people(
    session: Session, enterprise_code: str, operator_id: UUID | None, *, now: datetime
) -> list[LoginSession]:
    """The one used last first, of this person or, with None, of all of the enterprise.

    Some may have been idle for too long; what has expired is not among them.
    """
    whose = [operators.c.enterprise_code == enterprise_code, sessions.c.expires_at > now]
    if operator_id is not None:
        whose.append(operators.c.id == operator_id)
    return _found(session, *whose)


def note_use(session: Session, session_id: UUID, *, now: datetime) -> None:
    session.execute(update(sessions).filter_by(id=session_id).values(last_used_at=now))


def delete_by_token(session: Session, token: str) -> None:
    session.execute(delete(sessions).where(sessions.c.token_sha256 == _digest(token)))


def delete_by_id(session: Session, session_id: UUID) -> None:
    session.execute(delete(sessions).filter_by(id=session_id))


def delete_of_operator(
    session: Session,
    operator_id: UUID,
    media: Collection[LoginMedium],
    *,
    but: UUID | None = None,
) -> None:
    """`but` is a session that stays."""
    opened = (sessions.c.operator_id == operator_id) & sessions.c.medium.in_(media)
    session.execute(delete(sessions).where(opened, sessions.c.id != but if but else True))


def delete_of_cards(session: Session, fingerprints: Collection[str]) -> None:
    session.execute(delete(sessions).where(sessions.c.card_fingerprint.in_(fingerprints)))


def delete_over(session: Session, *, now: datetime, idle: timedelta) -> None:
    over = or_(sessions.c.expires_at < now, sessions.c.last_used_at < now - idle)
    session.execute(delete(sessions).where(over))


def _found(session: Session, *conditions: Any) -> list[LoginSession]:
    rows = session.execute(
        _OPENED.where(operators.c.disabled_at.is_(None), *conditions).order_by(
            sessions.c.last_used_at.desc(), sessions.c.id
        )
    )
    return [
        LoginSession(**{**row, "medium": LoginMedium(row["medium"])}) for row in rows.mappings()
    ]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_OPENED: Select[Any] = (
    select(
        sessions.c.id,
        operators.c.id.label("operator_id"),
        operators.c.name.label("operator_name"),
        enterprises.c.code.label("enterprise_code"),
        enterprises.c.name.label("enterprise_name"),
        sessions.c.medium,
        sessions.c.opened_at,
        sessions.c.last_used_at,
        sessions.c.expires_at,
        sessions.c.client_address,
        revocation_lists.c.next_update.label("revocations_until"),
    )
    .join(operators, operators.c.id == sessions.c.operator_id)
    .join(enterprises, enterprises.c.code == operators.c.enterprise_code)
    .outerjoin(cards, cards.c.fingerprint == sessions.c.card_fingerprint)
    .outerjoin(
        revocation_lists,
        revocation_lists.c.authority_fingerprint == cards.c.authority_fingerprint,
    )
)
