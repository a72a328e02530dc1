"""Every card that was shown, whose it is, and whether it counts."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, any_, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.known_cards import KnownCard
from services.auth_svc.tables import cards


def find(session: Session, fingerprint: str) -> KnownCard | None:
    row = session.execute(select(cards).filter_by(fingerprint=fingerprint)).mappings().first()
    return None if row is None else KnownCard(**row)


def of_operator(session: Session, operator_id: UUID) -> list[KnownCard]:
    """In the order of their dates; the person is held by whoever asks."""
    rows = session.execute(
        select(cards).filter_by(operator_id=operator_id).order_by(cards.c.valid_from)
    )
    return [KnownCard(**row) for row in rows.mappings()]


def put(session: Session, card: KnownCard) -> None:
    """That it was replaced or revoked stays."""
    row = asdict(card)
    learned = {
        name: row[name] for name in ("authority_fingerprint", "serial_number", "operator_id")
    }
    session.execute(
        upsert(cards)
        .values(row)
        .on_conflict_do_update(index_elements=[cards.c.fingerprint], set_=learned)
    )


def put_replaced(session: Session, replaced: Collection[KnownCard], *, now: datetime) -> None:
    fingerprints = [card.fingerprint for card in replaced]
    session.execute(
        update(cards).where(cards.c.fingerprint.in_(fingerprints)).values(replaced_at=now)
    )


def revoke(
    session: Session, authority_fingerprint: str, serial_numbers: Collection[str], *, now: datetime
) -> list[KnownCard]:
    """Those of the listed ones that were not yet known to be revoked."""
    listed = (
        cards.c.authority_fingerprint == authority_fingerprint,
        cards.c.serial_number == any_(literal(list(serial_numbers), ARRAY(Text))),
        cards.c.revoked_at.is_(None),
    )
    rows = session.execute(update(cards).where(*listed).values(revoked_at=now).returning(cards))
    return [KnownCard(**row) for row in rows.mappings()]
