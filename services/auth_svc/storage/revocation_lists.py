"""The newest revocation list of each authority."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Numeric, cast, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.revocations import RevocationList
from services.auth_svc.tables import revocation_lists


def of_authorities(session: Session) -> dict[str, RevocationList]:
    """By the fingerprint of the authority."""
    rows = session.execute(select(revocation_lists)).mappings()
    return {row["authority_fingerprint"]: _list(row) for row in rows}


def hold(session: Session) -> dict[str, RevocationList]:
    """As `of_authorities`; nobody takes a newer one until the transaction ends.

    To be held before cards are asked about: then a card that a list names is found to be revoked
    here, or by whoever takes that list afterwards.
    """
    ordered = select(revocation_lists).order_by(revocation_lists.c.authority_fingerprint)
    rows = session.execute(ordered.with_for_update(read=True)).mappings()
    return {row["authority_fingerprint"]: _list(row) for row in rows}


def hold_all(session: Session) -> None:
    """Whoever takes a list waits for those who hold them, and they for him.

    The whole table: of an authority's first list there is no row yet that they could hold.
    """
    session.execute(text("lock table revocation_lists in exclusive mode"))


def put(session: Session, one: RevocationList) -> None:
    row = asdict(one) | {"number": str(one.number)}
    keys = [revocation_lists.c.authority_fingerprint]
    session.execute(
        upsert(revocation_lists)
        .values(row)
        .on_conflict_do_update(
            index_elements=keys,
            set_=row,
            where=cast(revocation_lists.c.number, Numeric) < one.number,
        )
    )


def _list(row: Mapping[Any, Any]) -> RevocationList:
    return RevocationList(**{**row, "number": int(row["number"])})
