"""Traces of drawing software in the pixels: paper without grain, patches, edges too hard (R14)."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection.arrays import Box, Mask, Pixels
from services.seal_svc.inspection.capture.blocks import flat_blocks
from services.seal_svc.inspection.capture.drawn import Stillness, foot_of_edges, stillness
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.limits import (
    ALL_GREY,
    DARK_INK_LEVEL,
    FLAT_INK,
    FLAT_SHARE,
    HARD_EDGE_PX,
    LEAST_FOOT,
    LEAST_GRAIN_LEVELS,
    LEAST_STEP_LEVELS,
    LEAST_STILL_INK,
    MAX_COARSENESS,
    MOST_FADING,
    MOST_FLAT_PAPER,
    MOST_STILL_PAPER,
    PATCH_FILLED,
    PATCH_MM,
    STILL_INK,
    STILLER,
    WHITE_LEVEL,
)
from services.seal_svc.inspection.page.grain import flat_share
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.page.paper import MM
from services.seal_svc.inspection.report import Verdict

_PROBE: Final = 96
"""Side of the full-size look at a suspect, pixels: 4 mm at 600 dpi."""
_AWAY: Final = 9
"""Side of the square, half-size, that keeps 8 pixels off the ink: its edges' feet are no grain."""
_LEAST_BARE: Final = 500
"""Pixels of paper that a standard deviation is taken of."""
_PAINTED: Final = Sentence(zh="有一块完全均匀的涂抹区域", en="a patch painted over in one colour")

Trace = tuple[Sentence, Verdict]


def note_edits(page: Page, imprint: Imprint, edge: float, book: Notebook) -> None:
    """By traces that no scanner's driver leaves; `edge` is the width of the ink's edges, pixels.

    Drivers spread levels, remove backgrounds and sharpen: white paper without grain is theirs.
    Coarse JPEGs and bilevel files have no grain of their own and are not judged.
    """
    if page.source.coarseness > MAX_COARSENESS or page.source.mode == "1":
        return
    flat = flat_share(imprint.tiles)
    if flat:
        found = _flat_paper(imprint, flat, edge, book)
    else:
        found = _painted_patch(page) or _laid_on(imprint, page.source)
    if found:
        sign, verdict = found
        book.note("capture.edited", verdict, Facts(sign=sign))


def _flat_paper(imprint: Imprint, flat: float, edge: float, book: Notebook) -> Trace | None:
    beside = _paper_beside(imprint)
    if not _all_white(imprint.tiles):
        return _painted_around(beside, flat)
    if flat < FLAT_SHARE:
        return None
    if _has_step(beside):
        return Sentence(zh="只有印迹周围有噪点", en="grain only around the imprint"), Verdict.REFUSE
    drawn = _drawn_or_lifted(imprint, edge)
    if drawn or book.kind == "signature":
        return drawn
    return Sentence(zh="纸面为纯白", en="paper of pure white"), Verdict.WARN


def _painted_around(beside: NDArray[np.uint8], flat: float) -> Trace | None:
    """Paper of one colour that is not the white of a driver."""
    if beside.size > _LEAST_BARE and float(beside.std()) > LEAST_GRAIN_LEVELS:
        return _PAINTED, Verdict.REFUSE
    if flat < FLAT_SHARE:
        return None
    return Sentence(zh="纸面颜色完全均匀", en="paper of one single colour"), Verdict.REFUSE


def _drawn_or_lifted(imprint: Imprint, edge: float) -> Trace | None:
    """On white paper only the ink itself can tell."""
    still, foot = stillness(imprint), foot_of_edges(imprint)
    if foot is not None and foot < LEAST_FOOT:
        sign = Sentence(zh="印迹边缘被硬切", en="ink cut out along a hard edge")
        return sign, Verdict.REFUSE
    if still and still.ink >= STILL_INK and edge < HARD_EDGE_PX:
        sign = Sentence(zh="边缘过硬、没有噪点", en="edges too hard for a lens, no grain")
        return sign, Verdict.REFUSE
    return None


def _laid_on(imprint: Imprint, source: Source) -> Trace | None:
    """Ink without grain on paper that has it."""
    still = stillness(imprint)
    if still is None or not (_is_still(still) or _is_flat(imprint, still, source)):
        return None
    sign = Sentence(zh="纸面有噪点而印迹没有", en="grain in the paper and none in the ink")
    return sign, Verdict.REFUSE


def _is_still(still: Stillness) -> bool:
    least = STILL_INK if still.level < DARK_INK_LEVEL else STILLER * still.paper
    return still.paper <= MOST_STILL_PAPER and still.ink >= max(least, LEAST_STILL_INK)


def _is_flat(imprint: Imprint, still: Stillness, source: Source) -> bool:
    """The same of a JPEG, whose edges disturb the ink beside them, but only in their own block."""
    if not source.coarseness or still.level < DARK_INK_LEVEL:
        return False
    flat = flat_blocks(imprint)
    return flat is not None and flat.ink >= FLAT_INK and flat.paper <= MOST_FLAT_PAPER


def _has_step(beside: NDArray[np.uint8]) -> bool:
    """Grey paper beside the imprint that ends at once: white points and halos fade."""
    grey = beside[beside < WHITE_LEVEL]
    if grey.size < _LEAST_BARE:
        return False
    level = float(np.median(grey))
    step = 255.0 - level
    if grey.size >= ALL_GREY * beside.size:  # a white point clips some of it, too
        return step >= LEAST_STEP_LEVELS
    fading = (grey > level + 0.3 * step) & (grey < level + 0.7 * step)
    return step >= LEAST_STEP_LEVELS and float(fading.mean()) < MOST_FADING


def _all_white(tiles: Sequence[Pixels]) -> bool:
    """A scanner's white point clips paper to 255 in parts of the page."""
    return all(int(tile.min()) == 255 for tile in tiles if flat_share([tile]))


def _paper_beside(imprint: Imprint) -> NDArray[np.uint8]:
    """Levels of the imprint's own paper, away from the ink."""
    square = np.ones((_AWAY, _AWAY), np.uint8)
    away = cv2.dilate(np.ascontiguousarray(imprint.mask[::2, ::2]), square) == 0
    return np.asarray(imprint.crop[::2, ::2, 1][away])


def _painted_patch(page: Page) -> Trace | None:
    """A spot without any grain on paper that has it; the suspect is looked at in full size."""
    plane = np.ascontiguousarray(page.thumb[..., 1])
    window = np.ones((5, 5), np.uint8)
    still = (cv2.dilate(plane, window) == cv2.erode(plane, window)).astype(np.uint8)
    suspect = _largest_patch(np.asarray(still))
    if suspect is None:
        return None
    (probe,) = page.raster.crops([_probe_box(suspect, page)])
    return (_PAINTED, Verdict.REFUSE) if flat_share([probe]) == 1 else None


def _largest_patch(still: Mask) -> tuple[float, float] | None:
    """Its centre in small-page pixels."""
    side = int(PATCH_MM * MM * 0.6)  # of a square that surely fits into one, to be done sooner
    if not cv2.erode(still, np.ones((side, side), np.uint8)).any():
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(still)
    wide, tall = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    filled = stats[1:, cv2.CC_STAT_AREA] / np.maximum(wide * tall, 1)
    suspects = (
        np.flatnonzero((np.minimum(wide, tall) / MM >= PATCH_MM) & (filled > PATCH_FILLED)) + 1
    )
    if not len(suspects):
        return None
    x, y, width, height, _ = stats[suspects[stats[suspects, cv2.CC_STAT_AREA].argmax()]]
    return x + width / 2, y + height / 2


def _probe_box(centre: tuple[float, float], page: Page) -> Box:
    left, top = (
        int(min(max(at * page.scale - _PROBE / 2, 0), length - _PROBE))
        for at, length in zip(centre, page.raster.size, strict=True)
    )
    return left, top, left + _PROBE, top + _PROBE
