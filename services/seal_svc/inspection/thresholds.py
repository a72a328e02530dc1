"""What a limit is: from which values a finding is told, and how."""

from dataclasses import dataclass

from services.seal_svc.inspection.report import Verdict


@dataclass(frozen=True, slots=True)
class Limit:
    """`warn` and `refuse` are the first values that are no longer fine; None never applies."""

    warn: float | None
    refuse: float | None
    unit: str
    rule: str | None
    reason: str

    @property
    def refuse_at(self) -> float:
        """For rows that do refuse."""
        return float("inf") if self.refuse is None else self.refuse


@dataclass(frozen=True, slots=True)
class WaveLimit:
    """From how far a wave stands out of the spectrum, and from which amplitude, it tells."""

    verdict: Verdict
    clear: float
    amplitude: float
