"""Turns measured values into findings: verdicts by the limits, sentences from the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from contracts.sentences import Sentence
from services.seal_svc.inspection.catalogue import CATALOGUE, FINE
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
    """What a check has seen, in the unit of its limit.

    `sign` is the trace itself, a phrase within the sentence; `words` are what else it names.
    `rule` takes precedence over the catalogue's.
    """

    value: float | str | None = None
    limit: float | str | None = None
    place: Place | None = None
    rule: str | None = None
    sign: Sentence | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def details(self) -> dict[str, str]:
        """All that a sentence may name."""
        signs = {"sign": self.sign.en, "sign_zh": self.sign.zh} if self.sign else {}
        return {**self.words, **signs, "value": _text(self.value), "limit": _text(self.limit)}


class Notebook:
    """Collects the findings of one scan; the sheet rules of a seal hold for a signature by R17."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._findings: list[Finding] = []

    def note(self, code: str, verdict: Verdict, facts: Facts | None = None) -> None:
        """Of a check that was passed only where there is a sentence for it.

        Raises KeyError for a code that is not in the catalogue.
        """
        facts = facts or Facts()
        template = FINE.get(code) if verdict is Verdict.OK else CATALOGUE[code]
        if template is None:
            return
        said = template.filled({**_THINGS[self.kind], **facts.details})
        self._findings.append(
            Finding(
                code=code,
                verdict=verdict,
                value=facts.value,
                limit=facts.limit,
                rule=self._rule(facts.rule or CATALOGUE[code].rule),
                message_zh=_paragraph_zh(said),
                message_en=_paragraph_en(said),
                place=facts.place,
            )
        )

    def measure(self, code: str, value: float, facts: Facts | None = None) -> Verdict:
        """Judges and notes a value, in the unit of its row in the table."""
        row, facts = LIMITS[code], facts or Facts()
        verdict = judge(value, warn=row.warn, refuse=row.refuse)
        bound = row.warn if verdict is Verdict.WARN or row.refuse is None else row.refuse
        self.note(code, verdict, replace(facts, value=round(value, 3), limit=bound, rule=row.rule))
        return verdict

    def findings(self) -> tuple[Finding, ...]:
        """Most serious first, then by weight of the reason."""
        return tuple(sorted(self._findings, key=lambda f: (-f.verdict.severity, _RANK[f.code])))

    def _rule(self, rule: str | None) -> str | None:
        return "R17" if self.kind == "signature" and rule in _SHEET_RULES else rule


def judge(value: float, *, warn: float | None, refuse: float | None) -> Verdict:
    """Limits fall when small values are the bad ones, and rise otherwise.

    A rising limit is reached by its own value, a falling one is not.
    """
    falling = warn is not None and refuse is not None and refuse <= warn
    for limit, verdict in ((refuse, Verdict.REFUSE), (warn, Verdict.WARN)):
        if limit is not None and (value < limit if falling else value >= limit):
            return verdict
    return Verdict.OK


def _text(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _paragraph_zh(said: Sentence) -> str:
    """Whole sentences: what is so, and what to do."""
    return "".join(f"{text}。" for text in (said.zh, said.advice_zh) if text)


def _paragraph_en(said: Sentence) -> str:
    texts = (text for text in (said.en, said.advice_en) if text)
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in texts)
