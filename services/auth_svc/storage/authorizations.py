"""All SQL that changes seals as announced, authorizations and agent grants."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import StampKind
from services.auth_svc.domain.authorizing import STAMP_RANK, Stamp
from services.auth_svc.tables import agent_grants, authorizations, declarers, enterprises, stamps

_STAMP = [stamps.c[name] for name in Stamp.__dataclass_fields__]


def hold_enterprise(session: Session, enterprise_code: str) -> None:
    """Whoever decides about defaults, receipts or grants of an enterprise waits for its turn."""
    session.execute(
        select(enterprises.c.code).filter_by(code=enterprise_code).with_for_update(key_share=True)
    )


def put_stamp(session: Session, enterprise_code: str, stamp_id: UUID, **facts: Any) -> None:
    """Insert or complete a stamp; one that was disabled meanwhile stays so."""
    session.execute(
        upsert(stamps)
        .values(id=stamp_id, enterprise_code=enterprise_code, state="active", **facts)
        .on_conflict_do_update(index_elements=["id"], set_=facts)
    )


def retire_stamp(
    session: Session, enterprise_code: str, stamp_id: UUID, kind: StampKind, state: str
) -> None:
    """Disabled or deleted, and no longer a default; works before the stamp was announced."""
    lower = [name for name, rank in STAMP_RANK.items() if rank < STAMP_RANK[state]]
    retired = {"state": state, "is_default": False}
    session.execute(
        upsert(stamps)
        .values(id=stamp_id, enterprise_code=enterprise_code, kind=kind, **retired)
        .on_conflict_do_update(index_elements=["id"], set_=retired, where=stamps.c.state.in_(lower))
    )


def stamps_of(session: Session, enterprise_code: str) -> list[Stamp]:
    """Active ones, the default ones first."""
    rows = session.execute(
        select(*_STAMP)
        .where(
            stamps.c.enterprise_code == enterprise_code,
            stamps.c.state == "active",
            stamps.c.cutout_key.is_not(None),
        )
        .order_by(stamps.c.is_default.desc(), stamps.c.kind, stamps.c.name)
    )
    return [Stamp(**{**row._mapping, "kind": StampKind(row.kind)}) for row in rows]  # noqa: SLF001


def set_defaults(session: Session, enterprise_code: str, chosen: Collection[UUID]) -> None:
    """Exactly these are the defaults from now on, so far as they are still active."""
    own = stamps.c.enterprise_code == enterprise_code
    session.execute(update(stamps).where(own, stamps.c.is_default).values(is_default=False))
    active = stamps.c.state == "active"
    session.execute(
        update(stamps).where(own, active, stamps.c.id.in_(chosen)).values(is_default=True)
    )


def filed_names(session: Session, enterprise_code: str) -> dict[str, str]:
    """ID number to name of each filed declarer (R27)."""
    rows = session.execute(
        select(declarers.c.id_number, declarers.c.name).filter_by(enterprise_code=enterprise_code)
    )
    return {row.id_number: row.name for row in rows}


def add_authorization(session: Session, values: dict[str, Any]) -> None:
    session.execute(insert(authorizations).values(values))


def authorization(session: Session, enterprise_code: str, authorization_id: UUID) -> Row[Any]:
    """Raise LookupError when this enterprise has none of that id."""
    row = session.execute(
        select(authorizations).filter_by(id=authorization_id, enterprise_code=enterprise_code)
    ).first()
    if row is None:
        raise LookupError(f"{enterprise_code} has no authorization {authorization_id}")
    return row


def is_outdated(session: Session, row: Row[Any]) -> bool:
    """Whether one that was requested later is accepted already."""
    later = select(authorizations.c.id).where(
        authorizations.c.enterprise_code == row.enterprise_code,
        authorizations.c.state == "accepted",
        authorizations.c.requested_at > row.requested_at,
    )
    return session.execute(later.limit(1)).first() is not None


def settle_authorization(
    session: Session, authorization_id: UUID, state: str, received_at: datetime, items: Any
) -> None:
    session.execute(
        update(authorizations)
        .where(authorizations.c.id == authorization_id)
        .values(state=state, received_at=received_at, items=items)
    )


def open_self_print(session: Session, enterprise_code: str) -> None:
    """自助打印开关 (R35)."""
    session.execute(
        update(enterprises).where(enterprises.c.code == enterprise_code).values(self_print=True)
    )


def grant_agent(
    session: Session, principal: str, agent: str, *, now: datetime
) -> tuple[Row[Any], bool]:
    """The live grant, and whether it is new; granting twice gives the first one (R37)."""
    inserted = session.execute(
        upsert(agent_grants)
        .values(id=uuid4(), principal_code=principal, agent_code=agent, granted_at=now)
        .on_conflict_do_nothing()
        .returning(agent_grants)
    ).first()
    if inserted is not None:
        return inserted, True
    live = select(agent_grants).filter_by(
        principal_code=principal, agent_code=agent, revoked_at=None
    )
    return session.execute(live).one(), False


def revoke_agent(
    session: Session, principal: str, grant_id: UUID, *, now: datetime
) -> tuple[Row[Any], bool]:
    """The grant, and whether it was live until now; Refused when it is not the principal's."""
    own = (agent_grants.c.id == grant_id, agent_grants.c.principal_code == principal)
    revoked = session.execute(
        update(agent_grants)
        .where(*own, agent_grants.c.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(agent_grants)
    ).first()
    if revoked is not None:
        return revoked, True
    earlier = session.execute(select(agent_grants).where(*own)).first()
    if earlier is None:
        raise Refused("agent.unknown_grant")
    return earlier, False
