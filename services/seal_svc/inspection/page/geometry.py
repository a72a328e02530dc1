"""The sheet's own geometry: A4, upright, and the density that follows from it (R8, R9)."""

from typing import Final

import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.limits import A4_MM, LIMITS
from services.seal_svc.inspection.report import Verdict

_A4_RATIO: Final = A4_MM[1] / A4_MM[0]


def note_geometry(size: tuple[int, int], book: Notebook) -> float:
    """The density in dpi of an A4 sheet of `size`, width and height in pixels."""
    width, height = size
    ratio = height / width
    dpi = _density(width, height)
    if _deviation(1 / ratio) < LIMITS["page.not_a4"].refuse_at:
        book.note("page.landscape", Verdict.REFUSE, Facts(value=f"{width}x{height}"))
        dpi = _density(height, width)
    else:
        book.measure("page.not_a4", _deviation(ratio), Facts(sign=_sides(width, height)))
    book.measure("page.resolution_low", round(dpi, 1))
    return dpi


def note_claim(source: Source, dpi: float, book: Notebook) -> None:
    """Compares the header's density with the sheet's own, `dpi`, which counts."""
    claim = source.declared_dpi
    allowed = LIMITS["page.dpi_declared"].warn or 0.0
    if claim and abs(claim / dpi - 1) * 100 > allowed:
        book.note("page.dpi_declared", Verdict.WARN, Facts(value=round(claim), limit=round(dpi)))


def _density(width: int, height: int) -> float:
    return float(np.sqrt((width / A4_MM[0]) * (height / A4_MM[1]))) * 25.4


def _deviation(ratio: float) -> float:
    """From A4's proportion, in %."""
    return abs(ratio / _A4_RATIO - 1) * 100


def _sides(width: int, height: int) -> Sentence:
    sides = f"{width}x{height} px, 1:{height / width:.2f}"
    return Sentence(zh=f"{sides}，应为 1:1.41", en=f"{sides} instead of 1:1.41")
