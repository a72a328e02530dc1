"""What enterprises authorized and filed, read together; the lock on what depends on it."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ARRAY, Row, Text, any_, bindparam, null, select, text, type_coerce, union_all
from sqlalchemy.orm import Session

from chassis.hidden_columns import HiddenText
from services.cert_svc.domain.enterprises import Authorization, Enterprise
from services.cert_svc.tables import authorizations, filed_declarers

_LOCK: Final = text("select pg_advisory_xact_lock(1, hashtext(:enterprise))")
_SHARE: Final = text(
    "select pg_advisory_xact_lock_shared(1, key) from (select distinct hashtext(code) as key"
    " from unnest(cast(:enterprises as text[])) as code order by key) as keys"
)
_OF_ENTERPRISES: Final = any_(bindparam("enterprises", type_=ARRAY(Text)))
_FIND: Final = union_all(
    select(
        authorizations.c.enterprise_code,
        authorizations.c.requested_at,
        authorizations.c.received_at,
        authorizations.c.signers,
        type_coerce(null(), HiddenText).label("id_number"),
        null().label("name"),
        null().label("filed_at"),
        null().label("ended_at"),
    ).where(authorizations.c.enterprise_code == _OF_ENTERPRISES),
    select(
        filed_declarers.c.enterprise_code,
        null(),
        null(),
        null(),
        filed_declarers.c.id_number,
        filed_declarers.c.name,
        filed_declarers.c.filed_at,
        filed_declarers.c.ended_at,
    ).where(filed_declarers.c.enterprise_code == _OF_ENTERPRISES),
)
"""One round trip for both: it is made for every approval."""


def lock(session: Session, enterprise_code: str) -> None:
    """Alone with everything that `listed` of its certificates depends on."""
    session.execute(_LOCK, {"enterprise": enterprise_code})


def share(session: Session, codes: Collection[str]) -> None:
    """Together with others, until none of them decides `listed` of their certificates."""
    session.execute(_SHARE, {"enterprises": sorted(set(codes))})


def find(session: Session, codes: Collection[str]) -> dict[str, Enterprise]:
    """Every code has one; empty where nothing was authorized or filed."""
    rows = session.execute(_FIND, {"enterprises": sorted(set(codes))}).all()
    known: dict[str, list[Row[Any]]] = {code: [] for code in codes}
    for row in rows:
        known[row.enterprise_code].append(row)
    return {code: _enterprise(of_code) for code, of_code in known.items()}


def _enterprise(rows: Sequence[Row[Any]]) -> Enterprise:
    filings = [row for row in rows if row.filed_at]
    return Enterprise(
        authorizations=tuple(
            Authorization(row.received_at, row.signers, row.requested_at)
            for row in rows
            if row.received_at
        ),
        declarers={
            row.id_number: row.name
            for row in filings
            if row.ended_at is None or row.ended_at < row.filed_at
        },
        filings_ended={row.id_number: row.ended_at for row in filings if row.ended_at},
    )
