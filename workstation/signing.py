"""From a statement to its signature: shown in words first, then the PIN, then signed."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from contracts.card_statements import CardPurpose, fact_of, purpose_of
from contracts.sentences import Sentence
from contracts.user_codes import tidy
from workstation import words
from workstation.cards import Card, CardHolder, NotToBeSigned, WrongPin, check_valid, holder_of


class Asker(Protocol):
    """The person, at a terminal or before a window."""

    def ask_pin(self, shown: "Shown") -> str | None:
        """The PIN, once the person has read what it is for; None where nothing is to be signed."""

    def tell(self, sentence: Sentence) -> None:
        """Say what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the person reads before the PIN: the statement, by whom it will be signed, who asks."""

    statement: str
    holder: CardHolder
    asked_by: str = ""
    trouble: Sentence | None = None
    """Of the PIN entered before."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Base64 DER ECDSA, and the certificate in PEM."""

    signature: str = field(repr=False)
    certificate: str = field(repr=False)


def sign_statement(
    card: Card,
    statement: str,
    asker: Asker,
    *,
    purposes: frozenset[CardPurpose],
    asked_by: str = "",
    now: datetime | None = None,
) -> Signed | None:
    """None where the person refuses. A wrong PIN is asked for again, until the card is locked.

    Raises CardError; nothing but one readable statement of one of the purposes is ever signed.
    """
    check_statement(statement, purposes)
    holder = holder_of(card.certificate_pem)
    check_valid(holder, now=now or datetime.now(UTC))
    trouble: Sentence | None = None
    while True:
        shown = Shown(statement=statement, holder=holder, asked_by=asked_by, trouble=trouble)
        pin = asker.ask_pin(shown)
        if pin is None:
            return None
        try:
            signature = card.sign(statement.encode(), pin)
        except WrongPin as error:
            trouble = error.sentence
        else:
            return Signed(base64.b64encode(signature).decode(), card.certificate_pem.decode())


def check_statement(statement: str, purposes: frozenset[CardPurpose]) -> None:
    """Raises NotToBeSigned."""
    purpose = purpose_of(statement)
    if purpose is None:
        raise NotToBeSigned("not one readable statement", words.card("no_statement"))
    if purpose not in purposes:
        raise NotToBeSigned(f"a statement to {purpose}", words.card("other_purpose"))


def check_code(statement: str, code: str) -> None:
    """Raises NotToBeSigned unless the statement names the code that the person entered."""
    said = fact_of(statement, "code")
    if said is None or tidy(said) != tidy(code):
        raise NotToBeSigned("another code", words.card("other_code"))
