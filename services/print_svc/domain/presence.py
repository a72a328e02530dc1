"""Whether a workstation program is installed, runs and is new enough, and what to do (R67-R70)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from contracts.card_program import is_new_enough
from contracts.china_time import CHINA_TIME
from contracts.errors import Refused, text_of
from contracts.sentences import Sentence
from contracts.workstation_program import Presence, PresenceCase, WorkstationProgram
from services.print_svc.domain.workstations import Workstation

_RUNNING: Final = Sentence(
    zh="打印程序正在运行（{name}）", en="The workstation program runs on {name}"
)
_NEWER: Final = Sentence(
    zh="打印程序正在运行（{name}）",
    en="The workstation program runs on {name}",
    advice_zh="有新版本 {latest_version}：{address}",
    advice_en="version {latest_version} is to be had here: {address}",
)
_BEST_FIRST: Final[tuple[PresenceCase, ...]] = ("running", "too_old", "not_running")


def case_of(
    workstation: Workstation | None, program: WorkstationProgram, now: datetime
) -> PresenceCase:
    """One of the cases of R69; None stands for an enterprise that has no workstation."""
    if workstation is None:
        return "not_installed"
    if workstation.connected_until <= now:
        return "not_running"
    if not is_new_enough(workstation.program_version, program.least_version):
        return "too_old"
    return "running"


def presence(
    workstation: Workstation | None, program: WorkstationProgram, now: datetime
) -> Presence:
    """The case in words, with what to do and where to get the program."""
    case = case_of(workstation, program, now)
    details = _details(workstation, program)
    newer = workstation is not None and not is_new_enough(
        workstation.program_version, program.latest_version
    )
    if case == "running":
        sentence = (_NEWER if newer else _RUNNING).filled(details)
    else:
        sentence = text_of(f"workstation.{case}", details)
    return Presence(
        case=case,
        message_zh=sentence.zh,
        message_en=sentence.en,
        advice_zh=sentence.advice_zh,
        advice_en=sentence.advice_en,
        address=program.address if case != "running" or newer else None,
        update_available=case == "running" and newer,
    )


def best_of(
    enrolled: Sequence[Workstation], program: WorkstationProgram, now: datetime
) -> Workstation | None:
    """The one that is nearest to printing; None where there is none."""
    ranked = sorted(enrolled, key=lambda one: _BEST_FIRST.index(case_of(one, program, now)))
    return ranked[0] if ranked else None


def check_ready(
    workstation: Workstation | None, program: WorkstationProgram, now: datetime
) -> Workstation:
    """Every print order asks this first: raise Refused with the case of R69 that stops it."""
    case = case_of(workstation, program, now)
    if workstation is None or case != "running":
        raise Refused(f"workstation.{case}", _details(workstation, program))
    return workstation


def _details(workstation: Workstation | None, program: WorkstationProgram) -> dict[str, Any]:
    """What the sentences name; times are of China."""
    told = {
        "address": program.address,
        "least_version": program.least_version,
        "latest_version": program.latest_version,
    }
    if workstation is None:
        return told
    seen = workstation.last_seen_at.astimezone(CHINA_TIME)
    return told | {
        "name": workstation.name,
        "version": workstation.program_version,
        "last_seen": f"{seen:%Y-%m-%d %H:%M}",
    }
