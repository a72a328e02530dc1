"""Logins that a browser began and a card at another program signs for (R4)."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.card_statements import CardPurpose, log_in_facts, statement
from contracts.errors import Refused
from contracts.user_codes import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLogin:
    """Answered once, by a signature or by a refusal; over at `expires_at` whatever was answered."""

    user_code: str
    secret_sha256: bytes = field(repr=False)
    statement: str
    client_address: str
    expires_at: datetime
    refused: bool = False
    card_certificate: str | None = None
    signature: str | None = None
    program_version: str | None = None

    @property
    def message_sha256(self) -> bytes:
        """Of the bytes that the card signs."""
        return hashlib.sha256(self.statement.encode()).digest()

    @property
    def is_answered(self) -> bool:
        return self.refused or self.signature is not None


def begin(
    user_code: str, secret_sha256: bytes, client_address: str, nonce: bytes, *, expires_at: datetime
) -> CardLogin:
    """The statement names the browser's address, so that a login from elsewhere is seen."""
    facts = log_in_facts(client_address, shown(user_code))
    return CardLogin(
        user_code=user_code,
        secret_sha256=secret_sha256,
        statement=statement(CardPurpose.LOG_IN, facts, nonce),
        client_address=client_address,
        expires_at=expires_at,
    )


def check_waits(login: CardLogin | None, *, now: datetime) -> CardLogin:
    """Raise Refused for one that is unknown, over or answered: a code is good once."""
    if login is None or login.expires_at <= now or login.is_answered:
        raise Refused("card.unknown_login")
    return login


def signed(login: CardLogin, certificate: str, signature: str, program: str | None) -> CardLogin:
    """Answered by the card with this certificate in PEM; the signature is in Base64."""
    return replace(
        login, card_certificate=certificate, signature=signature, program_version=program
    )


def check_not_over(login: CardLogin | None, *, now: datetime) -> CardLogin:
    """What the browser asks for; Refused too where the person at the card did not want it."""
    if login is None or login.expires_at <= now:
        raise Refused("card.unknown_login")
    if login.refused:
        raise Refused("card.login_refused")
    return login
