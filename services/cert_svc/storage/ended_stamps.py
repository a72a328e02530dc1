"""Seals and signatures that were disabled or deleted; read with `storage.authorizations`."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cert_svc.tables import ended_stamps


def add(session: Session, enterprise_code: str, stamp_id: UUID) -> None:
    """Also before their authorization is heard of; for good, because no state goes back."""
    row = upsert(ended_stamps).values(stamp_id=stamp_id, enterprise_code=enterprise_code)
    session.execute(row.on_conflict_do_nothing())
