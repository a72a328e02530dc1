"""Statements that cards sign, each good once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.card_statements import CardPurpose, Fact, statement
from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChallenge:
    """Good for one thing done until it ends; for a login whether that succeeds or not.

    `operator_id` is the person who asked for it, where somebody was logged in.
    """

    id: UUID
    purpose: CardPurpose
    nonce: bytes
    statement: str
    expires_at: datetime
    operator_id: UUID | None = None

    @property
    def message_sha256(self) -> bytes:
        """Of the bytes that the card signs."""
        return hashlib.sha256(self.statement.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSignature:
    """What a person signed for with the legal-person card, and was done."""

    challenge_id: UUID
    enterprise_code: str
    operator_id: UUID
    purpose: CardPurpose
    statement: str
    signature: str
    card_fingerprint: str
    signed_at: datetime


def challenge_of(
    challenge_id: UUID,
    purpose: CardPurpose,
    facts: Iterable[Fact],
    nonce: bytes,
    *,
    expires_at: datetime,
    operator_id: UUID | None = None,
) -> CardChallenge:
    """The statement of these facts under this nonce."""
    return CardChallenge(
        id=challenge_id,
        purpose=purpose,
        nonce=nonce,
        statement=statement(purpose, facts, nonce),
        expires_at=expires_at,
        operator_id=operator_id,
    )


def open_challenge(
    challenge: CardChallenge | None,
    purpose: CardPurpose,
    *,
    now: datetime,
    operator_id: UUID | None = None,
) -> CardChallenge:
    """Raise Refused for one that is unknown, used, over, somebody else's or for something else."""
    if (
        challenge is None
        or challenge.expires_at <= now
        or (challenge.purpose, challenge.operator_id) != (purpose, operator_id)
    ):
        raise Refused("card.unknown_challenge")
    return challenge


def check_says(challenge: CardChallenge, facts: Iterable[Fact]) -> None:
    """Raise Refused unless what was signed for is what is to be done now."""
    if statement(challenge.purpose, facts, challenge.nonce) != challenge.statement:
        raise Refused("card.statement_differs")
