"""The newest revocation list of each authority.

A list may have some MiB: each process reads one once, and knows a newer one by its row's version.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Numeric, Text, cast, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.revocations import Listed, RevocationList
from services.auth_svc.revocations import parsed
from services.auth_svc.tables import revocation_lists

_L: Final = revocation_lists.c
_VERSION: Final = literal_column("xmin::text", Text)
"""The transaction that wrote the row."""
_ENDS: Final = select(_L.authority_fingerprint, _L.next_update).order_by(_L.authority_fingerprint)
_parsed: Final[dict[str, tuple[str, frozenset[str]]]] = {}
"""By authority: the version of its list, and the serial numbers on it."""


def number_of(session: Session, authority: str) -> int | None:
    """Of the list of the authority with this fingerprint, if there is one."""
    number = session.scalar(select(_L.number).filter_by(authority_fingerprint=authority))
    return None if number is None else int(number)


def hold_ends(session: Session) -> dict[str, datetime]:
    """Until when each list is good, by authority; held as by `hold`."""
    return dict(session.execute(_ENDS.with_for_update(read=True)).all())


def hold(session: Session, authorities: Collection[str]) -> dict[str, Listed]:
    """By authority, of these; nobody takes a newer one until the transaction ends.

    To be held before cards are asked about: then a card that a list names is found to be revoked
    here, or by whoever takes that list afterwards.
    """
    rows = session.execute(
        select(_L.authority_fingerprint, _L.next_update, _VERSION.label("version"))
        .where(_L.authority_fingerprint.in_(authorities))
        .order_by(_L.authority_fingerprint)
        .with_for_update(read=True)
    ).all()
    return {
        row.authority_fingerprint: Listed(
            row.next_update, _revoked(session, row.authority_fingerprint, row.version)
        )
        for row in rows
    }


def hold_all(session: Session) -> None:
    """Whoever takes a list waits for those who hold them, and they for him.

    The whole table: of an authority's first list there is no row yet that they could hold.
    """
    session.execute(text("lock table revocation_lists in exclusive mode"))


def ends(session: Session) -> dict[str, datetime]:
    """Until when each list is good, by authority; held by nobody."""
    return dict(session.execute(_ENDS).all())


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


def _revoked(session: Session, authority: str, version: str) -> frozenset[str]:
    known = _parsed.get(authority)
    if known is not None and known[0] == version:
        return known[1]
    content = select(_L.content).filter_by(authority_fingerprint=authority)
    revoked = parsed(session.execute(content).scalar_one())
    _parsed[authority] = version, revoked
    return revoked
