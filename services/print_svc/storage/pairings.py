"""SQL of pairings, and of the codes that people got wrong."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from services.print_svc.domain.pairings import GUESSES_WITHIN, Pairing
from services.print_svc.tables import pairing_guesses, workstation_pairings

_P: Final = workstation_pairings.c
_G: Final = pairing_guesses.c


def add(session: Session, pairing: Pairing) -> bool:
    """False when the code is another's by chance. What is over is swept."""
    session.execute(delete(workstation_pairings).where(_P.expires_at < pairing.begun_at))
    added = session.execute(
        upsert(workstation_pairings)
        .values(asdict(pairing))
        .on_conflict_do_nothing()
        .returning(_P.user_code)
    )
    return added.first() is not None


def of_code(
    session: Session, user_code: str, *, now: datetime, lock: bool = False
) -> Pairing | None:
    """One that nobody approved yet."""
    query = select(workstation_pairings).where(
        _P.user_code == user_code, _P.expires_at > now, _P.workstation_id.is_(None)
    )
    return _pairing(session.execute(query.with_for_update() if lock else query).first())


def of_secret(session: Session, secret_sha256: bytes, *, now: datetime) -> Pairing | None:
    query = select(workstation_pairings).where(
        _P.secret_sha256 == secret_sha256, _P.expires_at > now
    )
    return _pairing(session.execute(query).first())


def approve(session: Session, pairing: Pairing, workstation_id: UUID) -> None:
    session.execute(
        update(workstation_pairings)
        .where(_P.user_code == pairing.user_code)
        .values(workstation_id=workstation_id)
    )


def guesses(session: Session, operator_id: UUID, *, now: datetime) -> list[datetime]:
    """When the person entered wrong codes lately, oldest first."""
    query = select(_G.guessed_at).where(
        _G.operator_id == operator_id, _G.guessed_at > now - GUESSES_WITHIN
    )
    return list(session.execute(query.order_by(_G.guessed_at)).scalars())


def count_guess(session: Session, operator_id: UUID, *, now: datetime) -> None:
    old = delete(pairing_guesses).where(
        _G.operator_id == operator_id, _G.guessed_at <= now - GUESSES_WITHIN
    )
    session.execute(old)
    session.execute(insert(pairing_guesses).values(operator_id=operator_id, guessed_at=now))


def _pairing(row: Row[Any] | None) -> Pairing | None:
    return None if row is None else Pairing(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
