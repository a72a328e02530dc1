"""All SQL of auth_svc that changes something or decides something."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import LoginMedium, StampKind
from services.auth_svc.domain.authorizing import STAMP_RANK, Stamp
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.people import Operator
from services.auth_svc.tables import (
    agent_grants,
    authorizations,
    card_challenges,
    declarers,
    enterprises,
    operators,
    sessions,
    stamps,
)

_OPERATOR = [operators.c[name] for name in Operator.__dataclass_fields__]
_STAMP = [stamps.c[name] for name in Stamp.__dataclass_fields__]


def register_card(session: Session, card: Card, *, now: datetime) -> Operator:
    """The operator of this card; the first card of an enterprise registers it (R1)."""
    session.execute(
        upsert(enterprises)
        .values(code=card.enterprise_code, name=card.enterprise_name, registered_at=now)
        .on_conflict_do_nothing()
    )
    facts = {
        "name": card.name,
        "role": card.role,
        "card_certificate": card.certificate_pem,
        "card_fingerprint": card.fingerprint,
        "card_valid_from": card.valid_from,
        "card_valid_to": card.valid_to,
    }
    row = session.execute(
        upsert(operators)
        .values(id=uuid4(), enterprise_code=card.enterprise_code, id_number=card.id_number, **facts)
        .on_conflict_do_update(constraint="operators_one_person", set_=facts)
        .returning(*_OPERATOR)
    ).one()
    return Operator(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def add_operator(session: Session, operator: Operator, fingerprint: str | None) -> None:
    """Raise Refused when the user name is taken."""
    taken = session.execute(
        select(operators.c.id).where(operators.c.user_name == operator.user_name)
    ).first()
    if taken:
        raise Refused("operator.user_name_taken", {"user_name": operator.user_name})
    values = asdict(operator) | {"card_fingerprint": fingerprint}
    login = {"user_name": operator.user_name, "password_hash": operator.password_hash}
    session.execute(
        upsert(operators)
        .values(values)
        .on_conflict_do_update(constraint="operators_one_person", set_=login)
    )


def operator_by_user_name(session: Session, user_name: str) -> Operator | None:
    row = session.execute(
        select(*_OPERATOR).where(operators.c.user_name == user_name).with_for_update()
    ).first()
    return Operator(**row._mapping) if row else None  # noqa: SLF001


def operator_of(session: Session, enterprise_code: str, operator_id: UUID) -> Operator:
    """Raise Refused unless this enterprise has that operator."""
    row = session.execute(
        select(*_OPERATOR).where(
            operators.c.id == operator_id, operators.c.enterprise_code == enterprise_code
        )
    ).first()
    if row is None:
        raise Refused("operator.unknown")
    return Operator(**row._mapping)  # noqa: SLF001


def record_failures(
    session: Session, operator_id: UUID, failures: int, locked_until: datetime | None
) -> None:
    session.execute(
        update(operators)
        .where(operators.c.id == operator_id)
        .values(failures=failures, locked_until=locked_until)
    )


def open_session(
    session: Session, operator: Operator, medium: LoginMedium, token: str, expires_at: datetime
) -> None:
    session.execute(
        insert(sessions).values(
            token_sha256=token_digest(token),
            operator_id=operator.id,
            medium=medium,
            expires_at=expires_at,
        )
    )


def close_session(session: Session, token: str, *, now: datetime) -> None:
    """Sessions that are over go with it."""
    session.execute(
        delete(sessions).where(
            (sessions.c.token_sha256 == token_digest(token)) | (sessions.c.expires_at < now)
        )
    )


def token_digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def add_challenge(session: Session, nonce: bytes, expires_at: datetime) -> UUID:
    challenge_id = uuid4()
    session.execute(
        insert(card_challenges).values(id=challenge_id, nonce=nonce, expires_at=expires_at)
    )
    return challenge_id


def take_challenge(session: Session, challenge_id: UUID, *, now: datetime) -> bytes | None:
    """The nonce, once; None when it is unknown, used or over."""
    session.execute(delete(card_challenges).where(card_challenges.c.expires_at < now))
    return session.execute(
        delete(card_challenges)
        .where(card_challenges.c.id == challenge_id)
        .returning(card_challenges.c.nonce)
    ).scalar()


def file_declarer(
    session: Session, enterprise_code: str, id_number: str, name: str, filed_at: datetime
) -> None:
    session.execute(
        upsert(declarers)
        .values(
            id=uuid4(),
            enterprise_code=enterprise_code,
            id_number=id_number,
            name=name,
            filed_at=filed_at,
        )
        .on_conflict_do_update(constraint="declarers_one_filing", set_={"name": name})
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


def set_defaults(session: Session, enterprise_code: str, chosen: Sequence[UUID]) -> None:
    """Exactly these are the defaults from now on."""
    own = stamps.c.enterprise_code == enterprise_code
    session.execute(update(stamps).where(own, stamps.c.is_default).values(is_default=False))
    session.execute(update(stamps).where(own, stamps.c.id.in_(chosen)).values(is_default=True))


def filed_id_numbers(session: Session, enterprise_code: str) -> frozenset[str]:
    found = session.execute(
        select(declarers.c.id_number).where(declarers.c.enterprise_code == enterprise_code)
    )
    return frozenset(found.scalars())


def add_authorization(session: Session, values: dict[str, Any]) -> None:
    session.execute(insert(authorizations).values(values))


def lock_authorization(session: Session, authorization_id: UUID) -> Any:
    """The row, held until the end of the transaction; None when there is none."""
    return session.execute(
        select(authorizations).where(authorizations.c.id == authorization_id).with_for_update()
    ).first()


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


def grant_agent(session: Session, principal: str, agent: str, *, now: datetime) -> tuple[Any, bool]:
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
) -> tuple[Any, bool]:
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
