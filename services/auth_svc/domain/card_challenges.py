"""Nonces that cards sign to log in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChallenge:
    """Good for one card login until it ends, whether that login succeeds or not."""

    id: UUID
    nonce: bytes
    expires_at: datetime


def nonce_of(challenge: CardChallenge | None, *, now: datetime) -> bytes:
    """Raise Refused for a challenge that is unknown, used or over."""
    if challenge is None or challenge.expires_at <= now:
        raise Refused("card.unknown_challenge")
    return challenge.nonce
