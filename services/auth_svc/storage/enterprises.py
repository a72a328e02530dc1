"""Enterprises, registered by their first card."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.tables import enterprises


def register(session: Session, enterprise_code: str, name: str, *, now: datetime) -> None:
    """One that is registered already stays as it is (R1)."""
    session.execute(
        upsert(enterprises)
        .values(code=enterprise_code, name=name, registered_at=now)
        .on_conflict_do_nothing()
    )


def name_of(session: Session, code: str) -> str | None:
    """None for one that never logged in here."""
    return session.scalar(select(enterprises.c.name).filter_by(code=code))


def hold(session: Session, enterprise_code: str) -> None:
    """Whoever decides about defaults, receipts or grants of an enterprise waits for its turn."""
    session.execute(
        select(enterprises.c.code).filter_by(code=enterprise_code).with_for_update(key_share=True)
    )
