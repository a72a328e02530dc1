"""Every limit a scan is held to, in one table, with the rule or the reason behind it."""

from dataclasses import dataclass
from typing import Final

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


A4_MM: Final = (210.0, 297.0)
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 200_000_000
MAX_DECODED_BYTES: Final = 400_000_000

LIMITS: Final[dict[str, Limit]] = {
    "page.not_a4": Limit(1.5, 4.0, "%", "R8", "A scanner bed is up to 3 % wider than A4."),
    "page.resolution_low": Limit(594.0, 594.0, "dpi", "R9", "600 dpi less a scanner's 1 %."),
    "page.resolution_faked": Limit(
        520.0,
        512.0,
        "dpi",
        "R9",
        "Edges of ink in a true 600-dpi scan measure at most 1.37 pixels; "
        "enlarged from 300 dpi they measure at least 1.44.",
    ),
    "page.dpi_declared": Limit(3.0, None, "%", "R9", "The header is a hint, never a proof."),
    "colour.missing": Limit(None, 0.5, "levels", "R9", "A grey file holds no chroma at all."),
    "colour.not_black_white": Limit(10.0, 14.0, "levels", "R18", "Neutral within sensor error."),
    "capture.photo": Limit(8.0, 13.0, "%", "R13", "A lamp lights a bed evenly within a few %."),
    "image.blurred": Limit(None, 0.108, "mm", "R16", "Strokes of a seal are 0.2 mm wide."),
    "image.faint": Limit(75.0, 50.0, "levels", "R16", "Less contrast does not print."),
    "image.background": Limit(205.0, 165.0, "levels", "R8", "Blank paper is light."),
    "image.dust": Limit(25.0, None, "specks", "R16", "A cleaned glass shows few specks."),
    "image.bleed": Limit(
        17.5,
        None,
        "µm",
        "R16",
        "Rims of dry imprints stray from their course by at most 14, pixel steps included; "
        "ink drawn 0.2 mm along the fibres strays by 20.",
    ),
    "image.noise": Limit(9.0, None, "levels", "R16", "Sensors stay well below."),
    "stamp.off_centre": Limit(
        20.0,
        40.0,
        "mm",
        "R8",
        "Folding finds the centre within 10 mm and a hand misses by as much again; "
        "at 40 mm no seal covers the centre any more.",
    ),
    "stamp.extra_marks": Limit(0.4, 1.5, "mm²", "R8", "A full stop of 10-point text is 0.2 mm²."),
}


@dataclass(frozen=True, slots=True)
class WaveLimit:
    """From how far a wave stands out of the spectrum, and from which amplitude, it tells."""

    verdict: Verdict
    clear: float
    amplitude: float


HALFTONE: Final = (
    WaveLimit(Verdict.REFUSE, 20.0, 0.03),
    WaveLimit(Verdict.REFUSE, 12.0, 0.06),
    WaveLimit(Verdict.WARN, 12.0, 0.015),
)
"""A copier's, in two directions, amplitude as a share of ink; true imprints stay below 8 and 0.03
(R14)."""

GRID: Final = (WaveLimit(Verdict.REFUSE, 25.0, 0.3),)
"""A display's, over the paper, amplitude in levels; scans stay below 8 (R13)."""

MOIRE: Final = (WaveLimit(Verdict.REFUSE, 100.0, 0.35), WaveLimit(Verdict.WARN, 50.0, 0.25))
"""On the small page, amplitude in levels; scans show up to 25 and 0.2 (R13)."""

LEAST_CLONED_MM2: Final = 4.0
"""Smaller patches of equal grain are not called copied (R14)."""

SIZES_MM: Final[dict[str, tuple[float, float, str]]] = {
    "round": (45.0, 45.0, "R10"),
    "rectangle": (55.0, 40.0, "R11"),
    "oval": (55.0, 45.0, "R12"),
    "handwriting": (35.0, 30.0, "R17"),
}
"""Longest and shortest side allowed."""

SIZE_ERROR_MM: Final = 0.2
"""Reached by at least 95 % of clean scans of the labelled set; a size is refused beyond it."""
