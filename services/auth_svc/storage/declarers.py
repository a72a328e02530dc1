"""Declarers whom customs has filed (R19, R27)."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from services.auth_svc.domain.declarers import Declarer, signers
from services.auth_svc.storage import operators
from services.auth_svc.tables import declarers


def put_filing(session: Session, declarer: Declarer) -> None:
    """The latest filing of a person counts, whatever order they come in; the first id stays."""
    earlier = or_(declarers.c.filed_at.is_(None), declarers.c.filed_at <= declarer.filed_at)
    session.execute(
        upsert(declarers)
        .values(asdict(declarer))
        .on_conflict_do_update(
            constraint="declarers_one_filing",
            set_={"name": declarer.name, "filed_at": declarer.filed_at},
            where=earlier,
        )
    )


def put_end(session: Session, declarer: Declarer) -> None:
    """The latest end counts; works before the filing was heard of."""
    session.execute(
        upsert(declarers)
        .values(asdict(declarer))
        .on_conflict_do_update(
            constraint="declarers_one_filing",
            set_={"ended_at": func.greatest(declarers.c.ended_at, declarer.ended_at)},
        )
    )


def get(session: Session, enterprise_code: str, declarer_id: UUID) -> Declarer:
    """Raise Refused unless this enterprise has that declarer; the filing may have ended."""
    found = [one for one in of_enterprise(session, enterprise_code) if one.id == declarer_id]
    if not found:
        raise Refused("declarer.unknown")
    return found[0]


def of_enterprise(session: Session, enterprise_code: str) -> list[Declarer]:
    """By name; those whose filing has ended too."""
    rows = session.execute(
        select(declarers)
        .where(declarers.c.enterprise_code == enterprise_code, declarers.c.filed_at.is_not(None))
        .order_by(declarers.c.name)
    )
    return [Declarer(**row) for row in rows.mappings()]


def names_of(session: Session, enterprise_code: str) -> dict[str, str]:
    """ID number to name of each whose signature may be authorized now (R27, R28)."""
    filed = of_enterprise(session, enterprise_code)
    return signers(filed, operators.of_enterprise(session, enterprise_code))
