"""Error codes: what is wrong in both languages, what to do about it, the rule broken.

One catalogue per subject; `area.reason` is a code, and a code never changes its meaning.

Exceptions across a boundary:
    Refused     a rule said no; carries one of the codes
"""

from collections.abc import Mapping
from typing import Any

from contracts.errors import (
    authorizations,
    certificates,
    outages,
    people,
    printing,
    programs,
    requests,
    seals,
    workstations,
)
from contracts.sentences import Sentence

CATALOGUES: tuple[dict[str, Sentence], ...] = (
    requests.SENTENCES,
    people.SENTENCES,
    seals.SENTENCES,
    authorizations.SENTENCES,
    certificates.SENTENCES,
    printing.SENTENCES,
    outages.SENTENCES,
    programs.SENTENCES,
    workstations.SENTENCES,
)
ERRORS: dict[str, Sentence] = {
    code: sentence for catalogue in CATALOGUES for code, sentence in catalogue.items()
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a defect
    """A rule said no. `details` are JSON primitives and never secrets."""

    def __init__(self, code: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(code, details or {})
        self.code = code
        self.details = details or {}

    def __str__(self) -> str:
        return f"{self.code}: {text_of(self.code, self.details).whole_en}"


def text_of(code: str, details: Mapping[str, Any]) -> Sentence:
    """The sentence with its details filled in; an unknown code is a defect and raises KeyError."""
    return ERRORS[code].filled(details)
