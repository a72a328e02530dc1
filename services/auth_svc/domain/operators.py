"""Operators of an enterprise: their logins, and the card that is bound to each (R20, R21)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused
from services.auth_svc.domain.cards import LEGAL_PERSON, OPERATOR, Card, is_signed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCard:
    """The card that signs for an operator; times in UTC."""

    certificate_pem: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One person of one enterprise; `role` is that of the bound card."""

    id: UUID
    enterprise_code: str
    name: str
    role: str
    id_number: str = field(repr=False)
    user_name: str | None = None
    password_hash: str | None = field(default=None, repr=False)
    card: BoundCard | None = None
    disabled_at: datetime | None = None
    removed_at: datetime | None = None


def check_own_card(card: Card, *, enterprise_code: str, id_number: str) -> None:
    """Raise Refused for a card of another enterprise or of another person."""
    if card.enterprise_code != enterprise_code:
        raise Refused("operator.wrong_enterprise_card")
    if card.id_number != id_number:
        raise Refused("operator.wrong_persons_card")


def holder_of(card: Card, operator_id: UUID) -> Operator:
    """The person whom the card names, bound to it."""
    return Operator(
        id=operator_id,
        enterprise_code=card.enterprise_code,
        name=card.name,
        role=card.role,
        id_number=card.id_number,
        card=_bound(card),
    )


def with_login(operator: Operator, user_name: str | None, password_hash: str | None) -> Operator:
    """The hash is argon2id, as `passwords.hash_password` makes it."""
    return replace(operator, user_name=user_name, password_hash=password_hash)


def with_password(operator: Operator, password_hash: str) -> Operator:
    """Refused without a user name: nobody could log in with it."""
    if operator.user_name is None:
        raise Refused("operator.no_user_name")
    return replace(operator, password_hash=password_hash)


def edited(
    operator: Operator, *, name: str | None, id_number: str | None, user_name: str | None
) -> Operator:
    """What is None stays; Refused where the bound card says who somebody is."""
    changed = replace(
        operator,
        name=name or operator.name,
        id_number=id_number or operator.id_number,
        user_name=user_name or operator.user_name,
    )
    known, told = (operator.name, operator.id_number), (changed.name, changed.id_number)
    if operator.card is not None and told != known:
        raise Refused("operator.named_by_card")
    return changed


def disabled(
    operator: Operator, people: Iterable[Operator], *, by: UUID, now: datetime
) -> Operator:
    """The first time stands. Refused for oneself, and for the last legal person of `people`."""
    if operator.id == by:
        raise Refused("operator.self")
    others = (one for one in people if one.id != operator.id and one.disabled_at is None)
    if operator.role == LEGAL_PERSON and all(one.role != LEGAL_PERSON for one in others):
        raise Refused("operator.last_legal_person")
    return operator if operator.disabled_at is not None else replace(operator, disabled_at=now)


def enabled(operator: Operator, *, by: UUID) -> Operator:
    """May log in again; what was ended stays ended. Refused for oneself."""
    if operator.id == by:
        raise Refused("operator.self")
    return replace(operator, disabled_at=None)


def removed(operator: Operator, people: Iterable[Operator], *, by: UUID, now: datetime) -> Operator:
    """No longer of the enterprise: without login and card, and disabled; refused as `disabled`.

    The row stays, because jobs, seals and ledger name it.
    """
    return replace(
        disabled(operator, people, by=by, now=now),
        user_name=None,
        password_hash=None,
        card=None,
        role=OPERATOR,
        removed_at=now,
    )


def returned(operator: Operator, *, name: str) -> Operator:
    """Somebody who was removed is added again; others as they are."""
    if operator.removed_at is None:
        return operator
    return replace(operator, name=name, removed_at=None, disabled_at=None)


def check_enabled(operator: Operator) -> Operator:
    """Raise Refused for a person who was disabled or removed."""
    if operator.disabled_at is not None or operator.removed_at is not None:
        raise Refused("operator.disabled")
    return operator


def with_card(operator: Operator, card: Card, *, now: datetime) -> Operator:
    """The person after showing a card of its own: bound to it, or as before."""
    if not binds(operator, card, now=now):
        return operator
    return replace(operator, name=card.name, role=card.role, card=_bound(card))


def binds(operator: Operator, card: Card, *, now: datetime) -> bool:
    """Whether this card of the person becomes the bound one; Refused for one since replaced.

    A legal-person card stays bound beside an operator card of the same person, because it is
    the one that signs for seals (R24).
    """
    if operator.card is None or operator.card.fingerprint == card.fingerprint:
        return True
    if card.role == operator.role:
        if card.valid_from < operator.card.valid_from:
            raise Refused("card.replaced")
        return True
    return card.role == LEGAL_PERSON or operator.card.valid_to <= now


def card_of(operator: Operator) -> BoundCard:
    """The card whose validity limits a seal's (R21, R22); Refused for a person without one."""
    if operator.card is None:
        raise Refused("card.not_bound")
    return operator.card


def check_signed_by_legal_person(signer: Operator, signature: str, message_sha256: bytes) -> None:
    """Raise Refused unless the signer's bound legal-person card made the signature (R24)."""
    legal_person = signer.card if signer.role == LEGAL_PERSON else None
    if legal_person is None or not is_signed_by(
        legal_person.certificate_pem, signature, message_sha256
    ):
        raise Refused("card.wrong_signature")


def _bound(card: Card) -> BoundCard:
    return BoundCard(
        certificate_pem=card.certificate_pem,
        fingerprint=card.fingerprint,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
    )
