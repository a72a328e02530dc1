"""Authorizations: what was sent to customs, and the receipts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from contracts.authorization import ReceiptItem
from contracts.errors import Refused
from contracts.values import AuthorizedSeal, AuthorizedSignature
from services.auth_svc.domain.authorizations import Authorization, AuthorizationState
from services.auth_svc.tables import authorizations


def add(session: Session, authorization: Authorization) -> None:
    session.execute(insert(authorizations).values(_columns(authorization)))


def put(session: Session, authorization: Authorization) -> None:
    session.execute(
        update(authorizations)
        .where(authorizations.c.id == authorization.id)
        .values(_columns(authorization))
    )


def get(session: Session, enterprise_code: str, authorization_id: UUID) -> Authorization:
    """Raise LookupError when this enterprise has none of that id."""
    found = session.execute(
        select(authorizations).filter_by(id=authorization_id, enterprise_code=enterprise_code)
    )
    row = found.mappings().first()
    if row is None:
        raise LookupError(f"{enterprise_code} has no authorization {authorization_id}")
    return _authorization(row)


def get_latest(session: Session, enterprise_code: str) -> Authorization:
    """Raise Refused when this enterprise has none."""
    found = session.execute(
        select(authorizations)
        .filter_by(enterprise_code=enterprise_code)
        .order_by(authorizations.c.requested_at.desc())
        .limit(1)
    )
    row = found.mappings().first()
    if row is None:
        raise Refused("authorization.none")
    return _authorization(row)


def covered_id_numbers(session: Session, enterprise_code: str) -> frozenset[str]:
    """Declarers whose signatures the newest accepted authorization holds."""
    found = session.execute(
        select(authorizations)
        .filter_by(enterprise_code=enterprise_code, state=AuthorizationState.ACCEPTED)
        .order_by(authorizations.c.requested_at.desc())
        .limit(1)
    )
    row = found.mappings().first()
    signatures = _authorization(row).signatures if row else ()
    return frozenset(one.declarer_id_number.get_secret_value() for one in signatures)


def release_due_results(session: Session, *, now: datetime) -> list[Authorization]:
    """Receipts that may be seen from now on; each comes once, whoever asks (R32)."""
    due = (
        select(authorizations.c.id)
        .where(
            authorizations.c.result_released_at.is_(None),
            authorizations.c.state != AuthorizationState.WAITING,
            authorizations.c.receipt_due_at <= now,
        )
        .with_for_update(skip_locked=True)
    )
    released = session.execute(
        update(authorizations)
        .where(authorizations.c.id.in_(due))
        .values(result_released_at=now)
        .returning(authorizations)
    )
    return [_authorization(row) for row in released.mappings()]


def newer_is_accepted(session: Session, authorization: Authorization) -> bool:
    """Whether one that was requested later is accepted already."""
    newer = select(authorizations.c.id).where(
        authorizations.c.enterprise_code == authorization.enterprise_code,
        authorizations.c.state == AuthorizationState.ACCEPTED,
        authorizations.c.requested_at > authorization.requested_at,
    )
    return session.execute(newer.limit(1)).first() is not None


def _columns(authorization: Authorization) -> dict[str, Any]:
    return {
        "id": authorization.id,
        "enterprise_code": authorization.enterprise_code,
        "state": authorization.state,
        "requested_at": authorization.requested_at,
        "receipt_due_at": authorization.receipt_due_at,
        "received_at": authorization.received_at,
        "seal": authorization.seal.model_dump(mode="json"),
        "signatures": [one.model_dump(mode="json") for one in authorization.signatures],
        "items": [item.model_dump(mode="json") for item in authorization.items],
    }


def _authorization(row: Mapping[Any, Any]) -> Authorization:
    return Authorization(
        id=row["id"],
        enterprise_code=row["enterprise_code"],
        state=AuthorizationState(row["state"]),
        requested_at=row["requested_at"],
        receipt_due_at=row["receipt_due_at"],
        received_at=row["received_at"],
        seal=AuthorizedSeal.model_validate(row["seal"]),
        signatures=tuple(map(AuthorizedSignature.model_validate, row["signatures"])),
        items=tuple(map(ReceiptItem.model_validate, row["items"])),
    )
