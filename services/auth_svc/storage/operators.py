"""Operators, and the card that is bound to each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg2.errors import UniqueViolation
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contracts.errors import Refused
from services.auth_svc.domain.operators import BoundCard, Operator
from services.auth_svc.domain.user_names import skeleton, unavailable
from services.auth_svc.tables import operators


def get(session: Session, enterprise_code: str, operator_id: UUID) -> Operator:
    """Raise Refused unless this enterprise has that operator, who was not removed."""
    operator = get_ever(session, enterprise_code, operator_id)
    if operator.removed_at is not None:
        raise Refused("operator.unknown")
    return operator


def get_ever(session: Session, enterprise_code: str, operator_id: UUID) -> Operator:
    """As `get`; somebody who was removed too."""
    own = (operators.c.id == operator_id) & (operators.c.enterprise_code == enterprise_code)
    if (operator := _find(session, own)) is None:
        raise Refused("operator.unknown")
    return operator


def enterprise_of(session: Session, operator_id: UUID) -> str:
    code: str = session.execute(
        select(operators.c.enterprise_code).filter_by(id=operator_id)
    ).scalar_one()
    return code


def is_enabled(session: Session, enterprise_code: str, operator_id: UUID) -> bool:
    """Whether this enterprise has that person, who is not disabled."""
    own = (operators.c.id == operator_id) & (operators.c.enterprise_code == enterprise_code)
    enabled = select(operators.c.id).where(own, operators.c.disabled_at.is_(None))
    return session.execute(enabled).first() is not None


def hold(session: Session, enterprise_code: str, operator_id: UUID) -> Operator:
    """As `get`; whoever changes or logs in this person waits until the transaction ends."""
    held = select(operators.c.id).filter_by(id=operator_id).with_for_update(key_share=True)
    session.execute(held)
    return get(session, enterprise_code, operator_id)


def find_by_user_name(session: Session, user_name: str) -> Operator | None:
    return _find(session, operators.c.user_name == user_name)


def hold_by_user_name(session: Session, user_name: str) -> Operator | None:
    """As `find_by_user_name`; held."""
    held = select(operators.c.id).filter_by(user_name=user_name).with_for_update(key_share=True)
    session.execute(held)
    return find_by_user_name(session, user_name)


def of_enterprise(session: Session, enterprise_code: str) -> list[Operator]:
    """The legal person first; without those who were removed."""
    rows = session.execute(
        select(operators)
        .where(operators.c.enterprise_code == enterprise_code, operators.c.removed_at.is_(None))
        .order_by(operators.c.role, operators.c.name)
    )
    return [_operator(row) for row in rows.mappings()]


def hold_or_add(session: Session, operator: Operator) -> Operator:
    """The person as known by the ID number, added unless there is one; held.

    Raise Refused when the user name of one that is added is taken.
    """
    with _free(operator):
        session.execute(
            upsert(operators)
            .values(_columns(operator))
            .on_conflict_do_nothing(constraint="operators_one_person")
        )
    held = session.execute(
        select(operators)
        .filter_by(enterprise_code=operator.enterprise_code, id_number=operator.id_number)
        .with_for_update(key_share=True)
    )
    return _operator(held.mappings().one())


def put(session: Session, operator: Operator) -> None:
    """Raise Refused when the user name or the ID number is taken."""
    with _free(operator):
        session.execute(
            update(operators).where(operators.c.id == operator.id).values(_columns(operator))
        )


def _find(session: Session, condition: Any) -> Operator | None:
    row = session.execute(select(operators).where(condition)).mappings().first()
    return None if row is None else _operator(row)


def _operator(row: Mapping[Any, Any]) -> Operator:
    bound = BoundCard(
        certificate_pem=row["card_certificate"],
        fingerprint=row["card_fingerprint"],
        valid_from=row["card_valid_from"],
        valid_to=row["card_valid_to"],
    )
    return Operator(
        id=row["id"],
        enterprise_code=row["enterprise_code"],
        name=row["name"],
        role=row["role"],
        id_number=row["id_number"],
        user_name=row["user_name"],
        password_hash=row["password_hash"],
        card=None if row["card_certificate"] is None else bound,
        disabled_at=row["disabled_at"],
        removed_at=row["removed_at"],
    )


def _columns(operator: Operator) -> dict[str, Any]:
    card = operator.card
    return {
        "id": operator.id,
        "enterprise_code": operator.enterprise_code,
        "name": operator.name,
        "role": operator.role,
        "id_number": operator.id_number,
        "user_name": operator.user_name,
        "password_hash": operator.password_hash,
        "card_certificate": card and card.certificate_pem,
        "card_fingerprint": card and card.fingerprint,
        "card_valid_from": card and card.valid_from,
        "card_valid_to": card and card.valid_to,
        "disabled_at": operator.disabled_at,
        "removed_at": operator.removed_at,
        "user_name_skeleton": operator.user_name and skeleton(operator.user_name),
    }


@contextmanager
def _free(operator: Operator) -> Iterator[None]:
    no_name = unavailable(operator.user_name or "")
    taken = {
        "operators_user_name_key": no_name,
        "operators_user_name_skeleton_key": no_name,
        "operators_one_person": Refused("operator.id_number_taken"),
    }
    try:
        yield
    except IntegrityError as error:
        if not isinstance(error.orig, UniqueViolation):
            raise
        refused = taken.get(error.orig.diag.constraint_name or "")
        if refused is None:
            raise
        raise refused from error
