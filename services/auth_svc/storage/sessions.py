"""Sessions of those who logged in; of their tokens only digests are kept."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.auditing import Person
from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.sessions import LoginSession
from services.auth_svc.tables import cards, enterprises, operators, revocation_lists, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """`card_fingerprint` of the card that opens it, where one does."""

    id: UUID
    token_sha256: str
    operator_id: UUID
    medium: LoginMedium
    opened_at: datetime
    expires_at: datetime
    card_fingerprint: str | None = None
    client_address: str | None = None


def add(session: Session, opened: NewSession) -> None:
    """Raise Refused("request.unproven") for a token that opened a session: a call sent again."""
    row = asdict(opened) | {
        "token_sha256": bytes.fromhex(opened.token_sha256),
        "last_used_at": opened.opened_at,
    }
    added = session.execute(
        insert(sessions).values(row).on_conflict_do_nothing().returning(sessions.c.id)
    )
    if added.first() is None:
        raise Refused("request.unproven", {"reason": "sent before"})


def get(session: Session, token_sha256: str) -> LoginSession:
    """Raise Refused for a token that opens nothing, or nothing more: the person was disabled, or
    the card revoked.

    One that is over may be there still.
    """
    found = _found(session, sessions.c.token_sha256 == bytes.fromhex(token_sha256))
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


def is_open(session: Session, operator_id: UUID, token_digest: str) -> bool:
    """Whether this person has a session whose token's digest (hexadecimal) begins like that."""
    begins = bytes.fromhex(token_digest)
    alike = func.substr(sessions.c.token_sha256, 1, len(begins)) == begins
    opened = select(sessions.c.id).where(sessions.c.operator_id == operator_id, alike)
    return session.execute(opened).first() is not None


def note_use(session: Session, session_id: UUID, *, now: datetime) -> None:
    session.execute(update(sessions).filter_by(id=session_id).values(last_used_at=now))


def delete_by_token(session: Session, token_sha256: str) -> dict[str, Any] | None:
    """`enterprise_code`, `operator_id` and `session_id`; None for a token that opens nothing."""
    deleted = delete(sessions).where(sessions.c.token_sha256 == bytes.fromhex(token_sha256))
    person = deleted.where(operators.c.id == sessions.c.operator_id)
    row = session.execute(
        person.returning(
            operators.c.enterprise_code, sessions.c.operator_id, sessions.c.id.label("session_id")
        )
    ).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


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
    others = (sessions.c.id != but,) if but else ()
    session.execute(delete(sessions).where(opened, *others))


def delete_of_cards(session: Session, fingerprints: Collection[str]) -> None:
    session.execute(delete(sessions).where(sessions.c.card_fingerprint.in_(fingerprints)))


@dataclass(frozen=True, slots=True)
class OverSession:
    session_id: UUID
    person: Person


def delete_over(session: Session, *, now: datetime, idle: timedelta) -> list[OverSession]:
    """Those that were over and are gone now."""
    over = or_(sessions.c.expires_at < now, sessions.c.last_used_at < now - idle)
    deleted = delete(sessions).where(over, operators.c.id == sessions.c.operator_id)
    rows = session.execute(
        deleted.returning(
            sessions.c.id, operators.c.enterprise_code, sessions.c.operator_id, sessions.c.medium
        )
    )
    return [
        OverSession(
            row.id,
            Person(
                enterprise_code=row.enterprise_code,
                operator_id=row.operator_id,
                medium=LoginMedium(row.medium),
            ),
        )
        for row in rows
    ]


def _found(session: Session, *conditions: Any) -> list[LoginSession]:
    rows = session.execute(
        _OPENED.where(
            operators.c.disabled_at.is_(None), cards.c.revoked_at.is_(None), *conditions
        ).order_by(sessions.c.last_used_at.desc(), sessions.c.id)
    )
    return [
        LoginSession(**{**row, "medium": LoginMedium(row["medium"])}) for row in rows.mappings()
    ]


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
