"""Nonces that cards sign to log in."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.auth_svc.domain.card_challenges import CardChallenge
from services.auth_svc.tables import card_challenges


def add(session: Session, challenge: CardChallenge) -> None:
    session.execute(insert(card_challenges).values(asdict(challenge)))


def take(session: Session, challenge_id: UUID) -> CardChallenge | None:
    """The challenge, once."""
    taken = session.execute(
        delete(card_challenges)
        .where(card_challenges.c.id == challenge_id)
        .returning(card_challenges)
    )
    row = taken.mappings().first()
    return None if row is None else CardChallenge(**row)


def delete_over(session: Session, *, now: datetime) -> None:
    session.execute(delete(card_challenges).where(card_challenges.c.expires_at < now))
