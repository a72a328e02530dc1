"""What is promised to people, and the rules that tell how fast its error budget burns.

`python -m deploy.monitoring` writes `objectives.yml`. Windows and factors are those of The Site
Reliability Workbook (Beyer and others, 2018), chapter 5, table 5-8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

WINDOWS: Final = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
RUNBOOK: Final = "https://originprint.example/runbook"
"""Where `docs/runbook.md` can be read by those who are woken."""
_RATE: Final = "sum(rate({}[WINDOW]))"


@dataclass(frozen=True)
class Objective:
    """`share` of what `total` counts is good, `bad` counts the rest; both in a window."""

    name: str
    share: float
    bad: str
    total: str
    words: str

    def burn(self, window: str) -> str:
        """1: the budget of 30 days lasts 30 days; 14.4: a fiftieth of it goes in an hour."""
        bad, total = (one.replace("WINDOW", window) for one in (self.bad, self.total))
        return f"({bad})\n  / {total}\n  / {round(1 - self.share, 6)}"


def answers(name: str, share: float, words: str) -> Objective:
    """Of the gateway, but for what the kubelet and Prometheus ask it."""
    series = (
        'originprint_http_responses_total{{{}route!~"gateway[.]get_(health|readiness|metrics)"}}'
    )
    bad = _RATE.format(series.format('status=~"5..", '))
    return Objective(name, share, f"{bad} or vector(0)", _RATE.format(series.format("")), words)


def timely(
    name: str, share: float, words: str, *, metric: str, most: float, chosen: str = ""
) -> Objective:
    """Of what a histogram measured, what took longer than `most` seconds is bad."""
    inside = ", ".join(filter(None, (chosen, f'le="{most}"')))
    total = _RATE.format(f"{metric}_count{{{chosen}}}")
    return Objective(
        name, share, f"{total} - {_RATE.format(f'{metric}_bucket{{{inside}}}')}", total, words
    )


OBJECTIVES: Final = (
    answers("gateway_available", 0.999, "999 of 1000 answers of the gateway are no 5xx"),
    timely(
        "certificate_printable",
        0.99,
        "99 of 100 certificates may be printed a minute after their approval",
        metric="originprint_approval_to_printable_seconds",
        most=60.0,
    ),
    timely(
        "document_released",
        0.99,
        "99 of 100 documents are released to the workstation within 5 s",
        metric="originprint_entrypoint_seconds",
        most=5.0,
        chosen='entrypoint="print_svc.release_document"',
    ),
    timely(
        "public_verification",
        0.995,
        "995 of 1000 public checks are answered within a second",
        metric="originprint_entrypoint_seconds",
        most=1.0,
        chosen='entrypoint=~"gateway[.]verify_.+"',
    ),
)


def _recorded(window: str) -> str:
    return f"objective:burn:{window}"


def _burns(*pairs: tuple[str, str, float]) -> str:
    """Both windows above the factor: the long one for weight, the short one to end in time."""
    return "\nor\n".join(
        f"({_recorded(long)} > {factor} and {_recorded(short)} > {factor})"
        for long, short, factor in pairs
    )


_DESCRIPTION: Final = (
    "The objective {{ $labels.objective }} loses its error budget of 30 days "
    "{{ $value | humanize }} times as fast as it may. Other alerts name the cause more often than "
    "not; the runbook says where to look for each objective when none does."
)
_ALERTS: Final = (
    ("BudgetBurnsFast", "page", "2m", _burns(("1h", "5m", 14.4), ("6h", "30m", 6.0))),
    ("BudgetBurnsSlowly", "ticket", "15m", _burns(("1d", "2h", 3.0), ("3d", "6h", 1.0))),
)


def _alert(name: str, severity: str, pending: str, expression: str) -> dict[str, Any]:
    return {
        "alert": name,
        "expr": expression,
        "for": pending,
        "labels": {"severity": severity},
        "annotations": {
            "summary": "{{ $labels.objective }} is not kept",
            "description": _DESCRIPTION,
            "runbook_url": f"{RUNBOOK}#{name.lower()}",
        },
    }


def _records() -> Iterator[dict[str, Any]]:
    for objective in OBJECTIVES:
        for window in WINDOWS:
            yield {
                "record": _recorded(window),
                "expr": objective.burn(window),
                "labels": {"objective": objective.name},
            }


def rules() -> dict[str, Any]:
    """The file of rules: what is recorded comes first, so that alerts see the same moment."""
    alerts = [_alert(*one) for one in _ALERTS]
    return {"groups": [{"name": "objectives", "rules": [*_records(), *alerts]}]}
