"""A specimen person of an enterprise, with a card of its own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import SoftCard

PIN = "246810"
"""Of every specimen card."""


@dataclass(frozen=True)
class Person:
    """A specimen enterprise's legal person, who is its filed declarer as well."""

    name: str
    enterprise_name: str
    credit_code: str
    id_number: str = field(repr=False)
    card: SoftCard = field(repr=False)

    @classmethod
    def with_card(cls, authority: SpecimenAuthority, seed: int) -> Self:
        """The same seed names the same person of the same enterprise."""
        credit_code, id_number = specimen_credit_code(seed), specimen_id_number(seed)
        name, enterprise = f"样本申报员{seed}", f"SPECIMEN TRADING NO. {seed} CO., LTD."
        holder = Holder(
            name=name,
            enterprise_name=enterprise,
            role=CardRole.LEGAL_PERSON,
            credit_code=credit_code,
            id_number=id_number,
        )
        validity = days_from(datetime.now(UTC), 365)
        card = authority.issue(holder, pin=PIN, validity=validity)
        return cls(name, enterprise, credit_code, id_number, card)
