"""Enterprises, and the self-print switch of each."""

from datetime import datetime

from sqlalchemy import select, update
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


def hold(session: Session, enterprise_code: str) -> None:
    """Whoever decides about defaults, receipts or grants of an enterprise waits for its turn."""
    session.execute(
        select(enterprises.c.code).filter_by(code=enterprise_code).with_for_update(key_share=True)
    )


def self_print(session: Session, enterprise_code: str) -> bool:
    """自助打印开关 (R35)."""
    found = session.execute(select(enterprises.c.self_print).filter_by(code=enterprise_code))
    return bool(found.scalar())


def open_self_print(session: Session, enterprise_code: str) -> None:
    session.execute(
        update(enterprises).where(enterprises.c.code == enterprise_code).values(self_print=True)
    )
