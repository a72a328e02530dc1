"""SQL of logins that a card elsewhere signs for."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.card_logins import CardLogin
from services.auth_svc.tables import card_logins

_L: Final = card_logins.c


def add(session: Session, login: CardLogin) -> bool:
    """False when the code is another's by chance."""
    added = session.execute(
        upsert(card_logins).values(asdict(login)).on_conflict_do_nothing().returning(_L.user_code)
    )
    return added.first() is not None


def of_code(session: Session, user_code: str, *, lock: bool = False) -> CardLogin | None:
    query = select(card_logins).where(_L.user_code == user_code)
    return _login(session.execute(query.with_for_update() if lock else query).first())


def of_secret(session: Session, secret_sha256: bytes) -> CardLogin | None:
    query = select(card_logins).where(_L.secret_sha256 == secret_sha256)
    return _login(session.execute(query).first())


def put(session: Session, login: CardLogin) -> None:
    """Whoever changed it holds it locked."""
    session.execute(
        update(card_logins).where(_L.user_code == login.user_code).values(asdict(login))
    )


def take_signed(session: Session, secret_sha256: bytes) -> CardLogin | None:
    """One that was signed, once."""
    taken = session.execute(
        delete(card_logins)
        .where(_L.secret_sha256 == secret_sha256, _L.signature.is_not(None))
        .returning(card_logins)
    )
    return _login(taken.first())


def delete_over(session: Session, *, now: datetime) -> None:
    session.execute(delete(card_logins).where(_L.expires_at < now))


def _login(row: Row[Any] | None) -> CardLogin | None:
    return None if row is None else CardLogin(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
