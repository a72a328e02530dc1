"""Declarers whom customs has filed, and whether a signature can be made for one (R19, R27, R28)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.errors import Refused
from services.auth_svc.domain.operators import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarer:
    """One person of one enterprise, as last filed; `filed_at` is None while only an end is known.

    The later of the two times counts, whatever order customs' events come in.
    """

    id: UUID
    enterprise_code: str
    id_number: str = field(repr=False)
    name: str
    filed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_filed(self) -> bool:
        if self.filed_at is None:
            return False
        return self.ended_at is None or self.ended_at < self.filed_at


def problem_of(declarer: Declarer, people: Collection[Operator]) -> str | None:
    """The error code for which no signature can be made; None for one who can be chosen (R19)."""
    if not declarer.is_filed:
        return "declarer.filing_ended"
    person = person_of(declarer, people)
    if person is not None:
        return None if person.disabled_at is None else "declarer.disabled"
    if not agrees_with_cards(declarer, people):
        return "declarer.id_numbers_differ"
    return "declarer.not_a_person"


def person_of(declarer: Declarer, people: Collection[Operator]) -> Operator | None:
    """Of the same ID number, whatever the name."""
    return next((one for one in people if one.id_number == declarer.id_number), None)


def agrees_with_cards(declarer: Declarer, people: Collection[Operator]) -> bool:
    """Whether no card of another number bears this name, unless the number is a person's (R28).

    Two people may bear one name: the second is then added with the number of its own.
    """
    if person_of(declarer, people) is not None:
        return True
    return not any(one.card is not None and one.name == declarer.name for one in people)


def check_signs(declarer: Declarer, people: Collection[Operator]) -> Declarer:
    """Raise Refused with the problem of a declarer for whom no signature can be made."""
    if problem := problem_of(declarer, people):
        raise Refused(problem)
    return declarer


def signers(declarers: Collection[Declarer], people: Collection[Operator]) -> dict[str, str]:
    """ID number to name of those whose signature may be authorized now (R27, R28)."""
    return {
        one.id_number: one.name
        for one in declarers
        if one.is_filed and agrees_with_cards(one, people)
    }
