"""Which exported files of the audit trail lie in the store, and until when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from services.auth_svc.audit_tables import audit_exports


def add(session: Session, key: str, *, expires_at: datetime) -> None:
    session.execute(insert(audit_exports).values(key=key, expires_at=expires_at))


def expired(session: Session, limit: int, *, now: datetime) -> Sequence[str]:
    """At most so many keys."""
    over = select(audit_exports.c.key).where(audit_exports.c.expires_at <= now)
    return session.execute(over.limit(limit)).scalars().all()


def remove(session: Session, keys: Sequence[str]) -> None:
    session.execute(delete(audit_exports).where(audit_exports.c.key.in_(keys)))
