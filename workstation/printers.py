"""The printers of this workstation: typed in, found by DNS-SD or in CUPS; one is the default."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self

from contracts.preflights import PrinterRules
from contracts.workstation_program import WorkstationPrinter
from workstation.ipp import BadPrinterAddress, IppError, Printer
from workstation.journal import Journal
from workstation.offsets import Offsets
from workstation.places import write_private
from workstation.preflight import answers_of, name_of, vouched

FoundBy = Literal["typed", "dns_sd", "cups"]
PINS: Final = "certificates.json"
"""Where certificates of `ipps` printers are kept."""
_FILE: Final = "printers.json"
LOOK_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A printer that was chosen for this workstation; its offsets in millimetres."""

    uri: str
    found_by: FoundBy = "typed"
    offsets: Offsets = field(default_factory=Offsets)


@dataclass(slots=True)
class Printers:
    """What is kept in the state directory."""

    known: dict[str, Known] = field(default_factory=dict)
    default: str | None = None

    @classmethod
    def load(cls, directory: Path) -> Self:
        try:
            kept = json.loads((directory / _FILE).read_text())
        except FileNotFoundError:
            return cls()
        known = [Known(**one | {"offsets": Offsets(**one["offsets"])}) for one in kept["known"]]
        return cls({one.uri: one for one in known}, kept["default"])

    def save(self, directory: Path) -> None:
        kept = {"known": [asdict(one) for one in self.known.values()], "default": self.default}
        write_private(directory / _FILE, json.dumps(kept, indent=1))

    def remove(self, uri: str) -> None:
        self.known.pop(uri, None)
        if self.default == uri:
            self.default = next(iter(self.known), None)

    def add(self, uri: str, found_by: FoundBy = "typed") -> None:
        """The first one is the default."""
        self.known.setdefault(uri, Known(uri=uri, found_by=found_by))
        self.default = self.default or uri


def adjusted(pdf: bytes, uri: str, directory: Path) -> bytes:
    """The document as that printer is to get it."""
    known = Printers.load(directory).known.get(uri)
    if known is None or known.offsets == Offsets():
        return pdf
    from workstation.shifting import shifted  # noqa: PLC0415 - most printers need none of it

    return shifted(pdf, known.offsets)


def told_of(
    printers: Printers, rules: PrinterRules, journal: Journal | None = None
) -> tuple[WorkstationPrinter, ...]:
    """What each says of itself now; one that is away is told as unreachable."""
    return tuple(_told_of(one, printers.default, rules, journal) for one in printers.known.values())


def _told_of(
    known: Known, default: str | None, rules: PrinterRules, journal: Journal | None
) -> WorkstationPrinter:
    told: dict[str, Any] = {
        "uri": known.uri,
        "found_by": known.found_by,
        "default": known.uri == default,
    }
    try:
        found = Printer(known.uri, timeout=LOOK_SECONDS).get_printer_attributes()
    except BadPrinterAddress:
        return WorkstationPrinter(obstacles=("no_address",), **told)
    except IppError:
        return WorkstationPrinter(obstacles=("unreachable",), **told)
    answers = answers_of(found, rules)
    if journal is not None:
        answers = vouched(answers, found, journal.said)
    return WorkstationPrinter(
        name=name_of(found),
        make_and_model=found.make_and_model and found.make_and_model[:200],
        obstacles=tuple(need for need, said in answers.items() if said == "no"),
        answers=answers,
        **told,
    )
