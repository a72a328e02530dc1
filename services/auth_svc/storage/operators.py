"""All SQL that changes people, their cards, logins and sessions."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.values import LoginMedium
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.logins import LoginRecord
from services.auth_svc.domain.people import Operator, binds
from services.auth_svc.tables import (
    card_challenges,
    declarers,
    enterprises,
    login_failures,
    operators,
    sessions,
)

_OPERATOR = [operators.c[name] for name in Operator.__dataclass_fields__]
_FAILURES_KEPT = timedelta(days=1)


def register_card(session: Session, card: Card, *, now: datetime) -> Operator:
    """The operator of this card; the first card of an enterprise registers it (R1)."""
    session.execute(
        upsert(enterprises)
        .values(code=card.enterprise_code, name=card.enterprise_name, registered_at=now)
        .on_conflict_do_nothing()
    )
    person = Operator(
        id=uuid4(),
        enterprise_code=card.enterprise_code,
        id_number=card.id_number,
        **_binding(card),
    )
    return _with_card(session, _settled(session, person), card, now=now)


def add_operator(session: Session, person: Operator, card: Card | None, now: datetime) -> Operator:
    """A login for this person, known before or not; raise Refused when the user name is taken.

    Whoever was logged in with an earlier password of the person is logged out.
    """
    login = {"user_name": person.user_name, "password_hash": person.password_hash}
    with _user_name_free(person.user_name):
        known = _settled(session, person)
        operator = _changed(session, known.id, login)
    ended = (sessions.c.operator_id == known.id) & (sessions.c.medium == LoginMedium.PASSWORD)
    session.execute(delete(sessions).where(ended))
    return operator if card is None else _with_card(session, operator, card, now=now)


def operator_by_user_name(session: Session, user_name: str) -> Operator | None:
    return _found(session, operators.c.user_name == user_name)


def operator_of(session: Session, enterprise_code: str, operator_id: UUID) -> Operator:
    """Raise Refused unless this enterprise has that operator."""
    own = (operators.c.id == operator_id) & (operators.c.enterprise_code == enterprise_code)
    if (operator := _found(session, own)) is None:
        raise Refused("operator.unknown")
    return operator


def login_record(session: Session, user_name: str) -> LoginRecord:
    row = session.execute(
        select(login_failures.c.failures, login_failures.c.locked_until).filter_by(
            user_name_sha256=_digest(user_name)
        )
    ).first()
    return LoginRecord(**row._mapping) if row else LoginRecord()  # noqa: SLF001


def hold_login(session: Session, user_name: str, *, now: datetime) -> LoginRecord:
    """Whoever decides about a login of this name waits for the one before."""
    name = {"user_name_sha256": _digest(user_name)}
    values = name | {"failures": 0, "changed_at": now}
    session.execute(upsert(login_failures).values(values).on_conflict_do_nothing())
    session.execute(select(login_failures).filter_by(**name).with_for_update())
    return login_record(session, user_name)


def put_login(session: Session, user_name: str, record: LoginRecord, *, now: datetime) -> None:
    session.execute(
        update(login_failures)
        .filter_by(user_name_sha256=_digest(user_name))
        .values(changed_at=now, **asdict(record))
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


def close_session(session: Session, token: str) -> None:
    session.execute(delete(sessions).where(sessions.c.token_sha256 == token_digest(token)))


def token_digest(token: str) -> bytes:
    return _digest(token)


def add_challenge(session: Session, nonce: bytes, expires_at: datetime) -> UUID:
    challenge_id = uuid4()
    session.execute(
        insert(card_challenges).values(id=challenge_id, nonce=nonce, expires_at=expires_at)
    )
    return challenge_id


def take_challenge(session: Session, challenge_id: UUID, *, now: datetime) -> bytes | None:
    """The nonce, once; None when it is unknown, used or over."""
    taken = session.execute(
        delete(card_challenges)
        .where(card_challenges.c.id == challenge_id)
        .returning(card_challenges.c.nonce, card_challenges.c.expires_at)
    ).first()
    return taken.nonce if taken and taken.expires_at > now else None


def forget_what_is_over(session: Session, *, now: datetime) -> None:
    """Sessions and challenges that ended, failures of names nobody tried for a day."""
    session.execute(delete(sessions).where(sessions.c.expires_at < now))
    session.execute(delete(card_challenges).where(card_challenges.c.expires_at < now))
    stale = login_failures.c.changed_at < now - _FAILURES_KEPT
    session.execute(delete(login_failures).where(stale))


def file_declarer(
    session: Session, enterprise_code: str, id_number: str, name: str, filed_at: datetime
) -> None:
    """The latest filing of a person counts, whatever order they come in."""
    facts = {"name": name, "filed_at": filed_at}
    session.execute(
        upsert(declarers)
        .values(id=uuid4(), enterprise_code=enterprise_code, id_number=id_number, **facts)
        .on_conflict_do_update(
            constraint="declarers_one_filing",
            set_=facts,
            where=declarers.c.filed_at <= filed_at,
        )
    )


def _settled(session: Session, person: Operator) -> Operator:
    """The row of this person, made unless it exists, held until the transaction ends."""
    session.execute(
        upsert(operators)
        .values(asdict(person))
        .on_conflict_do_nothing(constraint="operators_one_person")
    )
    row = session.execute(
        select(*_OPERATOR)
        .filter_by(enterprise_code=person.enterprise_code, id_number=person.id_number)
        .with_for_update(key_share=True)
    ).one()
    return _operator(row)


def _with_card(session: Session, operator: Operator, card: Card, *, now: datetime) -> Operator:
    if not binds(operator, card, now=now):
        return operator
    return _changed(session, operator.id, _binding(card))


def _binding(card: Card) -> dict[str, Any]:
    return {
        "name": card.name,
        "role": card.role,
        "card_certificate": card.certificate_pem,
        "card_fingerprint": card.fingerprint,
        "card_valid_from": card.valid_from,
        "card_valid_to": card.valid_to,
    }


def _changed(session: Session, operator_id: UUID, facts: dict[str, Any]) -> Operator:
    changed = update(operators).filter_by(id=operator_id).values(facts).returning(*_OPERATOR)
    return _operator(session.execute(changed).one())


def _found(session: Session, condition: Any) -> Operator | None:
    row = session.execute(select(*_OPERATOR).where(condition)).first()
    return _operator(row) if row else None


def _operator(row: Row[Any]) -> Operator:
    return Operator(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


@contextmanager
def _user_name_free(user_name: str | None) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if error.orig.diag.constraint_name != "operators_user_name_key":  # type: ignore[union-attr]
            raise
        raise Refused("operator.user_name_taken", {"user_name": user_name}) from error


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
