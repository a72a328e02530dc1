"""What becomes of a process's spans, in its metrics and its log."""

import structlog

from chassis.metrics import SPANS
from contracts import tracing
from contracts.settings import TracesSettings

log = structlog.get_logger()


class Outcomes:
    """Counts what becomes of spans, and says once when they begin to be dropped."""

    def __init__(self) -> None:
        self._last = "sent"

    def __call__(self, outcome: str, number: int) -> None:
        SPANS.labels(outcome).inc(number)
        if number and outcome != self._last:
            self._last = outcome
            log.warning("spans_not_taken" if outcome == "dropped" else "spans_taken_again")


def record_traces(process: str, settings: TracesSettings) -> None:
    """From here on, if the settings name a receiver."""
    tracing.record(process, settings, Outcomes())
