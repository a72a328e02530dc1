"""What a printer says about the things a certificate needs of it (R62), before anything is sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from workstation.ipp import PrinterDescription

_VIRTUAL: Final = re.compile(r"\b(pdf|xps|onenote|virtual|redirected)", re.IGNORECASE)
_COMMAND_SET: Final = re.compile(r"\b(CMD|COMMAND SET):[^;]*", re.IGNORECASE)


class Answer(StrEnum):
    """What the printer says to one question."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """One answer for each need; what is not said is no reason to refuse."""

    accepting_jobs: Answer
    takes_pdf: Answer
    duplex: Answer
    color: Answer
    a4: Answer
    physical: Answer

    @classmethod
    def of(cls, printer: PrinterDescription) -> Self:
        return cls(
            accepting_jobs=_truth(printer.accepting_jobs),
            takes_pdf=_among("application/pdf", printer.formats),
            duplex=_among("two-sided-long-edge", printer.sides),
            color=_truth(printer.color_supported),
            a4=_among("iso_a4_210x297mm", printer.media),
            physical=_physical(printer),
        )

    def obstacles(self) -> tuple[str, ...]:
        """The needs that the printer says it cannot meet."""
        return tuple(need for need in self.__slots__ if getattr(self, need) is Answer.NO)


def _truth(said: bool | None) -> Answer:  # noqa: FBT001 - what a printer says, not a switch
    if said is None:
        return Answer.NOT_SAID
    return Answer.YES if said else Answer.NO


def _among(wanted: str, said: Iterable[str]) -> Answer:
    said = set(said)
    return _truth(wanted in said if said else None)


def _physical(printer: PrinterDescription) -> Answer:
    """No attribute says that a printer makes files; ink or toner speaks against it."""
    if printer.supplies:
        return Answer.YES
    model = _COMMAND_SET.sub("", printer.device_id or "")
    names = (printer.name, printer.make_and_model, model, printer.device_uri)
    return Answer.NO if any(_VIRTUAL.search(name or "") for name in names) else Answer.NOT_SAID
