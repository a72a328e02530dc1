"""Statements that cards may sign, and what was signed and done."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from contracts.card_statements import CardPurpose
from services.auth_svc.domain.card_challenges import CardChallenge, CardSignature
from services.auth_svc.tables import card_challenges, card_signatures


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
    if row is None:
        return None
    return CardChallenge(**{**row, "purpose": CardPurpose(row["purpose"])})


def keep_signature(session: Session, signature: CardSignature) -> None:
    session.execute(insert(card_signatures).values(asdict(signature)))


def delete_over(session: Session, *, now: datetime) -> None:
    session.execute(delete(card_challenges).where(card_challenges.c.expires_at < now))
