"""`doctor`: looks at everything, and says for each thing what to do."""

import argparse
import json
import sys
from typing import Final

from workstation.commands import add_state
from workstation.doctor import Finding, State, Surgery, examine
from workstation.words import Language, language_of, text

_ILL: Final = 1
_MARKS: Final[dict[State, dict[Language, str]]] = {
    "well": {"zh": "[正常]", "en": "[ ok ]"},
    "mind": {"zh": "[注意]", "en": "[note]"},
    "ill": {"zh": "[异常]", "en": "[FAIL]"},
}


def add_doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--printer", action="append", default=[], metavar="ipp://HOST/PATH")
    command.add_argument("--scanner", action="append", default=[], metavar="http://HOST/eSCL")
    command.add_argument("--lang", choices=["zh", "en"], help="as the locale says without it")
    command.add_argument("--json", action="store_true", help="both languages, for programs")
    add_state(command)
    command.set_defaults(run=_doctor)


def _doctor(asked: argparse.Namespace) -> int:
    """1 where something is ill."""
    surgery = Surgery(state=asked.state, printers=asked.printer, scanners=asked.scanner)
    findings = examine(surgery)
    if asked.json:
        sys.stdout.write(json.dumps([_row(one) for one in findings], ensure_ascii=False) + "\n")
    else:
        language = language_of(asked.lang)
        for one in findings:
            line = f"{_MARKS[one.state][language]} {text(one.sentence, language)}"
            sys.stdout.write(line + "\n")
    return _ILL if any(one.state == "ill" for one in findings) else 0


def _row(finding: Finding) -> dict[str, str | None]:
    return {
        "key": finding.key,
        "state": finding.state,
        "subject": finding.subject,
        "zh": finding.sentence.whole_zh,
        "en": finding.sentence.whole_en,
    }
