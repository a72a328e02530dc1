"""The newest revocation list of each authority."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Numeric, cast, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.revocations import RevocationList
from services.auth_svc.tables import revocation_lists


def of_authorities(session: Session) -> dict[str, RevocationList]:
    """By the fingerprint of the authority."""
    rows = session.execute(select(revocation_lists)).mappings()
    return {row["authority_fingerprint"]: _list(row) for row in rows}


def ends(session: Session) -> dict[str, datetime]:
    """By the fingerprint of the authority; without the lists, which may be large."""
    columns = revocation_lists.c.authority_fingerprint, revocation_lists.c.next_update
    return {row.authority_fingerprint: row.next_update for row in session.execute(select(*columns))}


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
