"""`scan`: a sheet from here, kept as a file, and inspected as the person whose card is here."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from workstation.card_choice import CardChoice
from workstation.card_sessions import card_session
from workstation.commands import add_state
from workstation.enrolment import Enrolment
from workstation.scanning import EsclScanner, Mode, SaneScanner, Scan, sane_devices
from workstation.terminal import Terminal
from workstation.words import Language, language_of

_SANE: Final = "sane:"
_NOT_INSPECTED: Final = 2
_REFUSED: Final = 1
_MODE: Final[dict[str, Mode]] = {"seal": "colour", "signature": "grey"}
_STEPS: Final[dict[str, dict[Language, str]]] = {
    "scan": {"zh": "扫描", "en": "scanning"},
    "send": {"zh": "上传", "en": "sending"},
}


def add_scan(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--scanner", metavar="http://HOST/eSCL | sane:DEVICE", help="without it, those of SANE"
    )
    command.add_argument("--kind", choices=sorted(_MODE), default="seal")
    command.add_argument("--mode", choices=["colour", "grey"], help="as the kind needs it")
    command.add_argument("--source", choices=["platen", "feeder"], default="platen")
    command.add_argument("--out", type=Path, metavar="FILE", help="where the scan is kept")
    command.add_argument("--inspect", action="store_true", help="log in with the card and inspect")
    add_state(command)
    command.set_defaults(run=_scan)


def _scan(asked: argparse.Namespace) -> int:
    if asked.scanner is None:
        sys.stdout.write(json.dumps(sane_devices(), ensure_ascii=False, indent=2) + "\n")
        return 0
    scan = _from(asked)
    if asked.out is not None:
        asked.out.write_bytes(scan.content)
    return _inspect(asked, scan) if asked.inspect else 0


def _from(asked: argparse.Namespace) -> Scan:
    progress = Bar("scan")
    mode: Mode = asked.mode or _MODE[asked.kind]
    if asked.scanner.startswith(_SANE):
        device = asked.scanner.removeprefix(_SANE)
        return SaneScanner(device).scan(mode=mode, progress=progress)
    return EsclScanner(asked.scanner).scan(mode=mode, source=asked.source, progress=progress)


def _inspect(asked: argparse.Namespace, scan: Scan) -> int:
    gateway = Enrolment.load(asked.state).gateway
    card = CardChoice.load(asked.state).card()
    with card_session(gateway, card, Terminal()) as session:
        if session is None:
            return _NOT_INSPECTED
        verdict = session.inspect(scan, asked.kind, Bar("send"))
    sys.stdout.write(json.dumps(verdict["report"], ensure_ascii=False, indent=2) + "\n")
    return _REFUSED if verdict["report"]["verdict"] == "refuse" else 0


class Bar:
    """Progress on the terminal, a step of ten per cent at a time."""

    def __init__(self, step: str) -> None:
        self._words = _STEPS[step][language_of()]
        self._last = -1

    def __call__(self, part: float | None) -> None:
        tens = -1 if part is None else int(part * 10)
        if tens > self._last:
            self._last = tens
            sys.stderr.write(f"{self._words} {tens * 10} %\n")
