"""Where the imprint lies and how large it is, by the limits (R8, R10-R12, R16, R17)."""

from typing import Final

import cv2
import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection.findings import Facts, Notebook, judge
from services.seal_svc.inspection.imprint.mark import Mark
from services.seal_svc.inspection.imprint.outline import Outline
from services.seal_svc.inspection.limits import (
    LEAST_MARGIN_MM,
    MAX_ERROR_MM,
    MAX_GAP_DEGREES,
    MISSING_ERROR_MM,
    SIZE_ERROR_MM,
    SIZES_MM,
    SURE_ERROR_MM,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.page.paper import MM
from services.seal_svc.inspection.report import Verdict

_SHAPES_ZH: Final = {
    "round": "圆形",
    "oval": "椭圆形",
    "rectangle": "长方形",
    "handwriting": "签字",
}


def note_position(mark: Mark, page: Page, book: Notebook) -> None:
    """Its distance from the page's centre, and whether it reaches the page's edge."""
    height, width = page.thumb.shape[:2]
    away = np.array(mark.middle) - np.array([width, height]) / 2
    offset = float(np.linalg.norm(away)) / MM
    book.measure("stamp.off_centre", round(offset, 1), Facts(place=mark.place))
    x0, y0, wide, tall = cv2.boundingRect(mark.hull)
    margin = min(x0, y0, width - x0 - wide, height - y0 - tall) / MM
    if margin < LEAST_MARGIN_MM:
        sign = Sentence(zh="触及页面边缘", en="it touches the edge of the page")
        seen = Facts(value=round(margin, 1), place=mark.place, sign=sign)
        book.note("image.clipped", Verdict.REFUSE, seen)


def note_size(outline: Outline, mark: Mark, page: Page, book: Notebook, *, crossed: bool) -> None:
    """By the limits of its shape; a seal of unknown shape has none.

    Of an imprint that is `crossed` by strokes neither size nor gaps are held against it.
    """
    if is_unknown(outline, book):
        book.note("stamp.shape_unknown", Verdict.REFUSE, Facts(place=mark.place))
        return
    if crossed:
        return
    longest, shortest, rule = SIZES_MM[outline.shape]
    long, short = outline.length / page.px_per_mm, outline.width / page.px_per_mm
    long, short = max(long, short), min(long, short)
    over_length = long / longest >= short / shortest
    value, limit = (long, longest) if over_length else (short, shortest)
    book.note(
        "size.too_large",
        judge(value, warn=limit, refuse=limit + size_error(outline, page)),
        Facts(
            value=round(value, 2),
            limit=limit,
            rule=rule,
            place=mark.place,
            words={"shape": outline.shape, "shape_zh": _SHAPES_ZH[outline.shape]},
        ),
    )
    _note_gap(outline, mark, book)


def size_error(outline: Outline, page: Page) -> float:
    """By which either size may be off, mm: more where the rim is worn or uneven."""
    uneven = 2 * outline.spread / page.px_per_mm
    missing = MISSING_ERROR_MM * (1 - outline.fit)
    return min(max(SIZE_ERROR_MM, round(SURE_ERROR_MM + uneven + missing, 2)), MAX_ERROR_MM)


def is_unknown(outline: Outline, book: Notebook) -> bool:
    """Whether a seal's ink is none of the three shapes."""
    return outline.shape == "handwriting" and book.kind == "seal"


def _note_gap(outline: Outline, mark: Mark, book: Notebook) -> None:
    if outline.gap > MAX_GAP_DEGREES and outline.shape != "handwriting":
        gap = f"{outline.gap:.0f}"
        sign = Sentence(zh=f"边框缺失 {gap} 度", en=f"{gap} degrees of its outline are missing")
        seen = Facts(value=round(outline.gap, 1), place=mark.place, sign=sign)
        book.note("image.clipped", Verdict.REFUSE, seen)
