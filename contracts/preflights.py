"""What is known of a printer before an original is spent on it (R62), and the rules for it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import AwareDatetime, StringConstraints

from contracts.values import Value

HEADER: Final = "X-Workstation-Preflight"
"""The preflight as JSON in base64url; the proof of the call is of this text."""
LONGEST: Final = 4_000

Need = Literal["online", "takes_pdf", "duplex", "color", "a4", "physical"]
NEEDS: Final[tuple[Need, ...]] = get_args(Need)

PreflightAnswer = Literal["yes", "no", "not_said", "vouched"]
"""The printer's own word, its silence, or a person's word where the printer is silent."""

PrinterUri = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=50)]


class PrinterRules(Value):
    """Which printers are none: by words of their names and by how their addresses begin.

    A word counts where a word begins, in any case: `PDF` finds "CUPS-PDF Printer".
    """

    virtual_names: tuple[Word, ...] = ()
    virtual_schemes: tuple[Word, ...] = ()


class Preflight(Value):
    """One look at one printer; the time is the workstation's."""

    printer_uri: PrinterUri
    printer_name: Annotated[str, StringConstraints(max_length=200)] | None = None
    checked_at: AwareDatetime
    answers: Mapping[Need, PreflightAnswer]

    def needs_with(self, answer: PreflightAnswer) -> tuple[Need, ...]:
        """Those that got this answer, in the order of NEEDS."""
        return tuple(need for need in NEEDS if self.answers.get(need, "not_said") == answer)

    def header(self) -> str:
        """The value of X-Workstation-Preflight; names of printers are Chinese as well."""
        return urlsafe_b64encode(self.model_dump_json().encode()).rstrip(b"=").decode()

    @classmethod
    def of_header(cls, text: str) -> Self:
        """Raise ValueError for what is no preflight."""
        return cls.model_validate_json(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
