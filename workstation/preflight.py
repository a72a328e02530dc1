"""A look at a printer before an original is spent on it (R62): its word, or a person's."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contracts.preflights import Need, Preflight, PreflightAnswer, PrinterRules
from contracts.sentences import Sentence
from workstation.ipp import PrinterDescription, PrinterState
from workstation.needs import NEEDS
from workstation.places import write_private

Answers = Mapping[Need, PreflightAnswer]
Ask = Callable[[str, str, str], bool | None]
"""Subject, kind and details of a question to a person; None for as long as nobody answered."""

USUAL_RULES: Final = PrinterRules(
    virtual_names=("PDF", "XPS", "OneNote", "Fax", "virtual", "redirected"),
    virtual_schemes=("cups-pdf:", "file:"),
)
"""Until the gateway told its own."""
LONGEST_NAME: Final = 200
_RULES: Final = "printer_rules.json"
_COMMAND_SET: Final = re.compile(r"\b(CMD|COMMAND SET):[^;]*", re.IGNORECASE)


class PrinterUnfit(Exception):  # noqa: N818 - names the finding
    """What stands in the way, as needs of `contracts.preflights`; nothing was spent."""

    def __init__(self, obstacles: tuple[Need, ...], sentences: Iterable[Sentence]) -> None:
        said = [f"{one.whole_zh}\n{one.whole_en}" for one in sentences]
        super().__init__("\n".join(said))
        self.obstacles = obstacles


class PersonNeeded(PrinterUnfit):
    """The printer does not say it, and nobody has vouched for it yet."""


def load_rules(directory: Path) -> PrinterRules:
    """As the gateway told them last."""
    try:
        return PrinterRules.model_validate_json((directory / _RULES).read_bytes())
    except (OSError, ValueError):
        return USUAL_RULES


def save_rules(directory: Path, rules: PrinterRules) -> None:
    write_private(directory / _RULES, rules.model_dump_json())


def answers_of(printer: PrinterDescription, rules: PrinterRules = USUAL_RULES) -> Answers:
    """The printer's own word to each need."""
    stopped = printer.state is PrinterState.STOPPED
    return {
        "online": _truth(False if stopped else printer.accepting_jobs),
        "takes_pdf": _among("application/pdf", printer.formats),
        "duplex": _among("two-sided-long-edge", printer.sides),
        "color": _truth(printer.color_supported),
        "a4": _among("iso_a4_210x297mm", printer.media),
        "physical": _physical(printer, rules),
    }


def vouched(answers: Answers, printer: PrinterDescription, ask: Ask) -> Answers:
    """Where the printer says nothing, what a person said once and for all."""
    told = dict(answers)
    name = name_of(printer) or printer.uri
    for need in _with(answers, "not_said"):
        details = json.dumps({"printer": name}, ensure_ascii=False)
        said = ask(f"{need} {printer.uri}", need, details)
        if said is not None:
            told[need] = "vouched" if said else "no"
    return told


def preflight(printer: PrinterDescription, answers: Answers) -> Preflight:
    """What is told with the release. Raises PrinterUnfit or PersonNeeded."""
    if lacking := _with(answers, "no"):
        raise PrinterUnfit(lacking, [NEEDS[need].lacking for need in lacking])
    if silent := _with(answers, "not_said"):
        name = {"printer": name_of(printer) or printer.uri}
        raise PersonNeeded(silent, [NEEDS[need].question.filled(name) for need in silent])
    return Preflight(
        printer_uri=printer.uri,
        printer_name=name_of(printer),
        checked_at=datetime.now(UTC),
        answers=answers,
    )


def name_of(printer: PrinterDescription) -> str | None:
    name = printer.name or printer.make_and_model
    return name[:LONGEST_NAME] if name else None


def _with(answers: Answers, answer: PreflightAnswer) -> tuple[Need, ...]:
    return tuple(need for need, said in answers.items() if said == answer)


def _truth(said: bool | None) -> PreflightAnswer:  # noqa: FBT001 - what a printer says, not a switch
    if said is None:
        return "not_said"
    return "yes" if said else "no"


def _among(wanted: str, said: Iterable[str]) -> PreflightAnswer:
    said = set(said)
    return _truth(wanted in said if said else None)


def _physical(printer: PrinterDescription, rules: PrinterRules) -> PreflightAnswer:
    """No attribute says that a printer makes files; ink or toner speaks against it."""
    address = (printer.device_uri or "").lower()
    if any(address.startswith(scheme.lower()) for scheme in rules.virtual_schemes):
        return "no"
    if printer.supplies:
        return "yes"
    model = _COMMAND_SET.sub("", printer.device_id or "")
    names = (printer.name, printer.make_and_model, model, printer.device_uri)
    return "no" if any(_names_a_file(name or "", rules) for name in names) else "not_said"


def _names_a_file(name: str, rules: PrinterRules) -> bool:
    return any(
        re.search(rf"(?<![a-z]){re.escape(word)}", name, re.IGNORECASE)
        for word in rules.virtual_names
    )
