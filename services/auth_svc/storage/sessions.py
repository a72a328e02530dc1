"""Sessions of those who logged in; of their tokens only digests are kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.sessions import LoginSession
from services.auth_svc.tables import enterprises, operators, sessions


def add(
    session: Session,
    token_sha256: str,
    operator_id: UUID,
    medium: LoginMedium,
    expires_at: datetime,
) -> None:
    """Raise Refused("request.unproven") for a token that opened a session: a call sent again."""
    added = session.execute(
        insert(sessions)
        .values(
            token_sha256=bytes.fromhex(token_sha256),
            operator_id=operator_id,
            medium=medium,
            expires_at=expires_at,
        )
        .on_conflict_do_nothing()
        .returning(sessions.c.operator_id)
    )
    if added.first() is None:
        raise Refused("request.unproven", {"reason": "sent before"})


def get(session: Session, token_sha256: str) -> LoginSession:
    """Raise Refused for a token that opens nothing, or nothing more for a disabled person.

    One that is over may be there still.
    """
    row = session.execute(
        select(
            operators.c.id.label("operator_id"),
            operators.c.name.label("operator_name"),
            enterprises.c.code.label("enterprise_code"),
            enterprises.c.name.label("enterprise_name"),
            sessions.c.medium,
            sessions.c.expires_at,
        )
        .join(operators, operators.c.id == sessions.c.operator_id)
        .join(enterprises, enterprises.c.code == operators.c.enterprise_code)
        .where(
            sessions.c.token_sha256 == bytes.fromhex(token_sha256),
            operators.c.disabled_at.is_(None),
        )
    )
    found = row.mappings().first()
    if found is None:
        raise Refused("session.required")
    return LoginSession(**{**found, "medium": LoginMedium(found["medium"])})


def delete_by_token(session: Session, token_sha256: str) -> dict[str, Any] | None:
    """`enterprise_code` and `operator_id` of its person; None for a token that opens nothing."""
    deleted = delete(sessions).where(sessions.c.token_sha256 == bytes.fromhex(token_sha256))
    person = deleted.where(operators.c.id == sessions.c.operator_id)
    row = session.execute(
        person.returning(operators.c.enterprise_code, sessions.c.operator_id)
    ).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def delete_of_operator(session: Session, operator_id: UUID, media: Collection[LoginMedium]) -> None:
    opened = (sessions.c.operator_id == operator_id) & sessions.c.medium.in_(media)
    session.execute(delete(sessions).where(opened))


def delete_over(session: Session, *, now: datetime) -> None:
    session.execute(delete(sessions).where(sessions.c.expires_at < now))
