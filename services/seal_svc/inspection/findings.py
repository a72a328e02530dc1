"""Turns measured values into findings: verdicts by the limits, sentences from the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from services.seal_svc.inspection.catalogue import CATALOGUE
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.report import Finding, Kind, Place, Verdict

_RANK: Final = {code: rank for rank, code in enumerate(CATALOGUE)}
_THINGS: Final[dict[Kind, dict[str, str]]] = {
    "seal": {"thing": "seal", "thing_zh": "印章", "act": "Stamp", "act_zh": "盖章"},
    "signature": {"thing": "signature", "thing_zh": "签字", "act": "Sign", "act_zh": "签字"},
}
_SHEET_RULES: Final = ("R8", "R9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a check has seen; `words` fill the sentence beside value and limit."""

    value: float | str | None = None
    limit: float | str | None = None
    place: Place | None = None
    rule: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


class Notebook:
    """Collects the findings of one scan; the sheet rules of a seal hold for a signature by R17."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._findings: list[Finding] = []

    def note(self, code: str, verdict: Verdict, facts: Facts | None = None) -> None:
        entry, facts = CATALOGUE[code], facts or Facts()
        numbers = {"value": _text(facts.value), "limit": _text(facts.limit)}
        filled = {**_THINGS[self.kind], **facts.words, **numbers}
        well = verdict is Verdict.OK
        self._findings.append(
            Finding(
                code=code,
                verdict=verdict,
                value=facts.value,
                limit=facts.limit,
                rule=self._rule(facts.rule or entry.rule),
                message_zh=(entry.ok_zh if well else entry.zh).format(**filled),
                message_en=(entry.ok_en if well else entry.en).format(**filled),
                place=facts.place,
            )
        )

    def measure(self, code: str, value: float, facts: Facts | None = None) -> Verdict:
        """Judges a value by its row in the table; rows without a good sentence stay silent."""
        row, facts = LIMITS[code], facts or Facts()
        verdict = judge(value, warn=row.warn, refuse=row.refuse)
        if verdict is not Verdict.OK or CATALOGUE[code].ok_en:
            bound = row.warn if verdict is Verdict.WARN or row.refuse is None else row.refuse
            seen = replace(facts, value=round(value, 3), limit=bound, rule=row.rule)
            self.note(code, verdict, seen)
        return verdict

    def findings(self) -> tuple[Finding, ...]:
        """Most serious first, then by weight of the reason."""
        return tuple(sorted(self._findings, key=lambda f: (-f.verdict.severity, _RANK[f.code])))

    def _rule(self, rule: str | None) -> str | None:
        return "R17" if self.kind == "signature" and rule in _SHEET_RULES else rule


def judge(value: float, *, warn: float | None, refuse: float | None) -> Verdict:
    """Limits fall when small values are the bad ones, and rise otherwise."""
    falling = warn is not None and refuse is not None and refuse <= warn
    for limit, verdict in ((refuse, Verdict.REFUSE), (warn, Verdict.WARN)):
        if limit is not None and (value < limit if falling else value >= limit):
            return verdict
    return Verdict.OK


def _text(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
