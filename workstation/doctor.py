"""Everything that printing and signing here need, looked at once: what is well, and what to do."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx

from contracts.card_program import is_new_enough
from contracts.proofs import LONGEST_AGE_SECONDS
from contracts.sentences import Sentence
from contracts.workstation_program import WorkstationProgram
from workstation import VERSION
from workstation.card_choice import CardChoice
from workstation.cards import CardError, check_valid, holder_of
from workstation.enrolment import FILE as ENROLMENT_FILE
from workstation.enrolment import Enrolment, NotEnrolled, clock_ahead
from workstation.examinations import SAID
from workstation.ipp import IppError, Printer
from workstation.journal import FILE as JOURNAL_FILE
from workstation.journal import opened
from workstation.needs import NEEDS
from workstation.preflight import answers_of
from workstation.scanning import EsclScanner, ScanError, sane_devices
from workstation.upgrades import upgrade_notice

State = Literal["well", "mind", "ill"]
"""`mind`: it works, or is not needed by everybody."""

_LEAST_FREE_MIB: Final = 500
_NOTICEABLE_SECONDS: Final = 60
_TIMEOUT_SECONDS: Final = 10.0
_AT_HOME: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `key` is one of SAID, `subject` which printer or scanner."""

    key: str
    state: State
    sentence: Sentence
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surgery:
    """What is there to be looked at."""

    state: Path
    printers: Sequence[str] = ()
    scanners: Sequence[str] = ()
    transport: httpx.BaseTransport | None = None
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


def examine(surgery: Surgery) -> list[Finding]:
    """In the order in which things depend on one another."""
    enrolment, findings = _enrolment(surgery.state)
    if enrolment is not None:
        findings += [_key_file(surgery.state), *_gateway(enrolment.gateway, surgery.transport)]
    findings += [_printer(uri) for uri in surgery.printers] or [_said("no_printer", "mind")]
    findings.append(_card(surgery))
    findings += _scanners(surgery.scanners)
    return [*findings, _disk(surgery.state), _journal(surgery.state), _window()]


def _said(key: str, state: State, subject: str | None = None, **details: Any) -> Finding:
    named = details | {"subject": subject}
    return Finding(key=key, state=state, sentence=SAID[key].filled(named), subject=subject)


def _enrolment(state: Path) -> tuple[Enrolment | None, list[Finding]]:
    try:
        found = Enrolment.load(state)
    except NotEnrolled:
        return None, [_said("not_paired", "ill")]
    return found, [_said("paired", "well", name=found.name, gateway=found.gateway)]


def _key_file(state: Path) -> Finding:
    file = state / ENROLMENT_FILE
    about = file.stat()
    if os.name == "posix" and stat.S_IMODE(about.st_mode) & 0o077:
        return _said("keys_open", "ill", file=file)
    return _said("keys_private", "well")


def _gateway(gateway: str, transport: httpx.BaseTransport | None) -> list[Finding]:
    """Its name is checked by TLS; then its clock and its version limits are believed."""
    parts = urlsplit(gateway)
    try:
        with httpx.Client(timeout=_TIMEOUT_SECONDS, transport=transport) as http:
            reply = http.get(f"{gateway.rstrip('/')}/api/v1/workstation-program")
        program = WorkstationProgram.model_validate_json(reply.raise_for_status().content)
    except (httpx.HTTPError, ValueError) as error:
        key = "gateway_name" if "certificate" in str(error).lower() else "gateway_away"
        return [_said(key, "ill", parts.hostname, reason=str(error) or type(error).__name__)]
    open_to_all = parts.scheme != "https" and parts.hostname not in _AT_HOME
    found = _said("gateway_plain", "ill") if open_to_all else _said("gateway", "well")
    return [found, _clock(clock_ahead(reply.headers)), _version(program)]


def _clock(ahead: float) -> Finding:
    seconds = round(abs(ahead))
    if seconds > LONGEST_AGE_SECONDS:
        return _said("clock_wrong", "ill", seconds=seconds)
    if seconds > _NOTICEABLE_SECONDS:
        return _said("clock_off", "mind", seconds=seconds)
    return _said("clock", "well")


def _version(program: WorkstationProgram) -> Finding:
    notice = upgrade_notice(program)
    if notice is None:
        return _said("version", "well", version=VERSION)
    if is_new_enough(VERSION, program.least_version):
        return Finding(key="newer", state="mind", sentence=notice)
    return Finding(key="too_old", state="ill", sentence=notice)


def _printer(uri: str) -> Finding:
    try:
        answers = answers_of(Printer(uri).get_printer_attributes())
    except (IppError, ValueError) as error:
        return _said("printer_away", "ill", uri, reason=error)
    if lacks := [NEEDS[need].lacking for need, said in answers.items() if said == "no"]:
        zh, en = "、".join(one.zh for one in lacks), ", ".join(one.en for one in lacks)
        return _said("printer_unfit", "ill", uri, lacks_zh=zh, lacks_en=en)
    return _said("printer", "well", uri)


def _card(surgery: Surgery) -> Finding:
    try:
        holder = holder_of(CardChoice.load(surgery.state).card().certificate_pem)
        check_valid(holder, now=surgery.now())
    except CardError as error:
        return Finding(key="no_card", state="mind", sentence=error.sentence)
    return _said("card", "well", holder=holder.shown())


def _scanners(addresses: Sequence[str]) -> list[Finding]:
    if not addresses:
        try:
            devices = sane_devices()
        except ScanError as error:
            return [Finding(key="no_scanner", state="mind", sentence=error.sentence)]
        return [_said("scanner", "well", one) for one in devices] or [_said("no_scanner", "mind")]
    return [_escl(address) for address in addresses]


def _escl(address: str) -> Finding:
    try:
        EsclScanner(address).capabilities().check("colour", 600)
    except ScanError as error:
        return Finding(key="scanner_ill", state="ill", sentence=error.sentence, subject=address)
    return _said("scanner", "well", address)


def _disk(state: Path) -> Finding:
    place = next(one for one in (state, *state.resolve().parents) if one.exists())
    free = shutil.disk_usage(place).free // 2**20
    return _said("disk" if free >= _LEAST_FREE_MIB else "disk_full", _ill(free), free=free)


def _ill(free: int) -> State:
    return "well" if free >= _LEAST_FREE_MIB else "ill"


def _journal(state: Path) -> Finding:
    """Also while the program runs; its lock is waited for as long as it is short."""
    if not (state / JOURNAL_FILE).exists():
        return _said("journal", "well")
    try:
        with closing(opened(state)) as rows:
            [(verdict,), *_] = rows.execute("PRAGMA quick_check").fetchall()
    except sqlite3.OperationalError as error:
        return _said("journal_busy", "mind", reason=error)
    except sqlite3.DatabaseError as error:
        return _said("journal_damaged", "ill", reason=error)
    return _said("journal", "well") if verdict == "ok" else _damaged(verdict)


def _damaged(verdict: str) -> Finding:
    return _said("journal_damaged", "ill", reason=verdict)


def _window() -> Finding:
    """Debian's Python comes without its window library."""
    if find_spec("_tkinter") is None:
        return _said("no_window", "mind")
    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name != "posix"
    return _said("window" if desktop else "no_desktop", "well")
