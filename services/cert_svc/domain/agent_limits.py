"""Limits of an agent's grant: types, period, number of originals (R37-R39).

They decide what an agent may print, copy or download, not what it sees: it declared all of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from contracts.agents import AgentLimits
from contracts.china_time import CHINA_TIME
from services.cert_svc.domain.conditions import Use

COUNTED: Final[frozenset[Use]] = frozenset({"print", "download"})
"""Uses that take an original: copies, on paper or to look at, have no number (R60, R61)."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The error code of one limit, and the details of its sentence."""

    code: str
    details: dict[str, Any]


def broken_limits(
    limits: AgentLimits, type_id: str, number: str, taken: Sequence[str], *, now: datetime
) -> tuple[Broken, ...]:
    """Of a certificate of this type and number.

    `taken` are the certificates whose originals were printed or are queued under the grant, the
    printed ones first, then as they were heard of: the first `limits.originals` may be printed.
    """
    broken = []
    if limits.type_ids and type_id not in limits.type_ids:
        broken.append(Broken("agent.type_not_granted", {}))
    if limits.valid_from is not None and now < limits.valid_from:
        broken.append(Broken("agent.grant_not_begun", {"valid_from": _day(limits.valid_from)}))
    if limits.valid_to is not None and limits.valid_to <= now:
        broken.append(Broken("agent.grant_over", {"valid_to": _day(limits.valid_to)}))
    if limits.originals is not None and _place(number, taken) >= limits.originals:
        broken.append(Broken("agent.originals_used_up", {"originals": limits.originals}))
    return tuple(broken)


def concerns(code: str, use: Use) -> bool:
    """The number of originals is no limit for copies (R60, R61); a download is one (R85)."""
    return use in COUNTED or code != "agent.originals_used_up"


def _place(number: str, taken: Sequence[str]) -> int:
    return taken.index(number) if number in taken else len(taken)


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA_TIME).date().isoformat()
