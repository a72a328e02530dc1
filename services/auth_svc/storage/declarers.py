"""Declarers whom customs has filed (R19, R27)."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from services.auth_svc.domain.declarers import Declarer
from services.auth_svc.tables import declarers


def put(session: Session, declarer: Declarer) -> None:
    """The latest filing of a person counts, whatever order they come in; the first id stays."""
    session.execute(
        upsert(declarers)
        .values(asdict(declarer))
        .on_conflict_do_update(
            constraint="declarers_one_filing",
            set_={"name": declarer.name, "filed_at": declarer.filed_at},
            where=declarers.c.filed_at <= declarer.filed_at,
        )
    )


def get(session: Session, enterprise_code: str, declarer_id: UUID) -> Declarer:
    """Raise Refused unless this enterprise has that declarer."""
    found = session.execute(
        select(declarers).filter_by(enterprise_code=enterprise_code, id=declarer_id)
    )
    row = found.mappings().first()
    if row is None:
        raise Refused("declarer.unknown")
    return Declarer(**row)


def of_enterprise(session: Session, enterprise_code: str) -> list[Declarer]:
    """By name."""
    rows = session.execute(
        select(declarers).filter_by(enterprise_code=enterprise_code).order_by(declarers.c.name)
    )
    return [Declarer(**row) for row in rows.mappings()]


def names_of(session: Session, enterprise_code: str) -> dict[str, str]:
    """ID number to name of each."""
    rows = session.execute(
        select(declarers.c.id_number, declarers.c.name).filter_by(enterprise_code=enterprise_code)
    )
    return {row.id_number: row.name for row in rows}
