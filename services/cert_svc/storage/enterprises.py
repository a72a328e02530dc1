"""What cert_svc keeps of enterprises: authorizations, filed declarers, agent grants."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ARRAY, Row, Text, any_, bindparam, null, select, union_all
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.customs import DeclarerFiled
from services.cert_svc.domain.enterprises import Authorization, Enterprise, Grant
from services.cert_svc.tables import agent_grants, authorizations, filed_declarers

_OF_ENTERPRISES: Final = any_(bindparam("enterprises", type_=ARRAY(Text)))
_ENTERPRISES: Final = union_all(
    select(
        authorizations.c.enterprise_code,
        authorizations.c.received_at,
        authorizations.c.signers,
        null().label("id_number"),
        null().label("name"),
    ).where(authorizations.c.enterprise_code == _OF_ENTERPRISES),
    select(
        filed_declarers.c.enterprise_code,
        null(),
        null(),
        filed_declarers.c.id_number,
        filed_declarers.c.name,
    ).where(filed_declarers.c.enterprise_code == _OF_ENTERPRISES),
)
"""One round trip for both: it is made for every approval."""


def enterprises_of(session: Session, codes: Collection[str]) -> dict[str, Enterprise]:
    """Every code has one; empty where nothing was authorized or filed."""
    rows = session.execute(_ENTERPRISES, {"enterprises": sorted(set(codes))}).all()
    known: dict[str, list[Row[Any]]] = {code: [] for code in codes}
    for row in rows:
        known[row.enterprise_code].append(row)
    return {code: _enterprise(of_code) for code, of_code in known.items()}


def enterprise_of(session: Session, enterprise_code: str) -> Enterprise:
    """Empty for an enterprise that has neither authorized nor filed anything."""
    return enterprises_of(session, [enterprise_code])[enterprise_code]


def grants_of(session: Session, principal_code: str, agent_code: str) -> tuple[Grant, ...]:
    rows = session.execute(
        select(agent_grants.c.granted_at, agent_grants.c.revoked_at).where(
            agent_grants.c.principal_code == principal_code,
            agent_grants.c.agent_code == agent_code,
        )
    )
    return tuple(Grant(row.granted_at, row.revoked_at) for row in rows)


def add_authorization(session: Session, event: SealAuthorized) -> None:
    signers = {
        signature.declarer_id_number.get_secret_value(): signature.declarer_name
        for signature in event.signatures
    }
    session.execute(
        upsert(authorizations)
        .values(
            authorization_id=event.authorization_id,
            enterprise_code=event.enterprise_code,
            received_at=event.received_at,
            signers=signers,
        )
        .on_conflict_do_nothing()
    )


def add_declarer(session: Session, event: DeclarerFiled) -> None:
    """The latest filing of a person names them."""
    filing = upsert(filed_declarers).values(
        enterprise_code=event.enterprise_code,
        id_number=event.id_number.get_secret_value(),
        name=event.name,
        filed_at=event.filed_at,
    )
    session.execute(
        filing.on_conflict_do_update(
            index_elements=["enterprise_code", "id_number"],
            set_={"name": filing.excluded.name, "filed_at": filing.excluded.filed_at},
            where=filed_declarers.c.filed_at < filing.excluded.filed_at,
        )
    )


def add_grant(session: Session, event: AgentAuthorized) -> None:
    _merge_grant(session, event, granted_at=event.granted_at)


def revoke_grant(session: Session, event: AgentRevoked) -> None:
    _merge_grant(session, event, revoked_at=event.revoked_at)


def _merge_grant(
    session: Session, event: AgentAuthorized | AgentRevoked, **times: datetime
) -> None:
    """Each event adds its own time, whichever comes first."""
    row = upsert(agent_grants).values(
        grant_id=event.grant_id,
        principal_code=event.enterprise_code,
        agent_code=event.agent_code,
        **times,
    )
    session.execute(row.on_conflict_do_update(index_elements=["grant_id"], set_=times))


def _enterprise(rows: Iterable[Row[Any]]) -> Enterprise:
    return Enterprise(
        authorizations=tuple(
            Authorization(row.received_at, row.signers) for row in rows if row.received_at
        ),
        declarers={row.id_number: row.name for row in rows if row.id_number},
    )
