"""What a workstation must say of its printer before an original is spent (R62)."""

from functools import cache
from pathlib import Path
from typing import Final

from contracts.errors import Refused
from contracts.preflights import Need, Preflight, PrinterRules

_RULES: Final = Path(__file__).parent.parent / "data" / "printer_rules.json"


@cache
def load_printer_rules() -> PrinterRules:
    """As workstations are told them."""
    return PrinterRules.model_validate_json(_RULES.read_bytes())


def checked(preflight: Preflight | None) -> Preflight:
    """Raise Refused without one, with a no, or with a silence that nobody vouched for."""
    if preflight is None:
        raise Refused("print.no_preflight")
    _refuse("print.printer_unfit", preflight.needs_with("no"))
    _refuse("print.printer_unknown", preflight.needs_with("not_said"))
    return preflight


def _refuse(code: str, needs: tuple[Need, ...]) -> None:
    if needs:
        raise Refused(code, {"needs": ", ".join(needs)})
