"""Turns a measured value into a finding: verdict from the table of limits, sentence from the catalogue."""

from collections.abc import Iterable
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


class Notebook:
    """Collects the findings of one scan; the sheet rules of a seal hold for a signature by R17."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._findings: list[Finding] = []

    def note(
        self,
        code: str,
        verdict: Verdict,
        *,
        value: float | str | None = None,
        limit: float | str | None = None,
        place: Place | None = None,
        rule: str | None = None,
        **words: str,
    ) -> None:
        entry = CATALOGUE[code]
        filled = {**_THINGS[self.kind], **words, "value": _text(value), "limit": _text(limit)}
        well = verdict is Verdict.OK
        self._findings.append(
            Finding(
                code=code,
                verdict=verdict,
                value=value,
                limit=limit,
                rule=self._rule(rule or entry.rule),
                message_zh=(entry.ok_zh if well else entry.zh).format(**filled),
                message_en=(entry.ok_en if well else entry.en).format(**filled),
                place=place,
            )
        )

    def measure(
        self, code: str, value: float, *, place: Place | None = None, **words: str
    ) -> Verdict:
        """Judges a value by its row in the table; rows without a good sentence stay silent."""
        limit = LIMITS[code]
        verdict = judge(value, warn=limit.warn, refuse=limit.refuse)
        bound = limit.warn if verdict is Verdict.WARN else limit.refuse
        if verdict is not Verdict.OK or CATALOGUE[code].ok_en:
            shown = bound if bound is not None else limit.warn
            self.note(
                code,
                verdict,
                value=round(value, 3),
                limit=shown,
                place=place,
                rule=limit.rule,
                **words,
            )
        return verdict

    def findings(self) -> tuple[Finding, ...]:
        """Most serious first, then by weight of the reason."""
        return tuple(sorted(self._findings, key=lambda f: (-f.verdict.severity, _RANK[f.code])))

    def _rule(self, rule: str | None) -> str | None:
        return "R17" if self.kind == "signature" and rule in _SHEET_RULES else rule


def judge(value: float, *, warn: float | None, refuse: float | None) -> Verdict:
    """Limits fall when small values are the bad ones, and rise otherwise."""
    falling = warn is not None and refuse is not None and refuse <= warn
    if refuse is not None and _beyond(value, refuse, falling):
        return Verdict.REFUSE
    if warn is not None and _beyond(value, warn, falling):
        return Verdict.WARN
    return Verdict.OK


def _beyond(value: float, limit: float, falling: bool) -> bool:  # noqa: FBT001
    return value < limit if falling else value >= limit


def _text(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=lambda v: v.severity, default=Verdict.OK)
