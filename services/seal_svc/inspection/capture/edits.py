"""Traces of drawing software in the pixels: paper without grain, patches, edges too hard (R14)."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection.arrays import Box, Mask, Pixels
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.imprint.ink import Layer
from services.seal_svc.inspection.limits import (
    FLAT_SHARE,
    HARD_EDGE_PX,
    LEAST_GRAIN_LEVELS,
    MAX_COARSENESS,
    PATCH_FILLED,
    PATCH_MM,
    WHITE_LEVEL,
)
from services.seal_svc.inspection.page.grain import flat_share
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.page.paper import MM
from services.seal_svc.inspection.report import Verdict

_PROBE: Final = 96
"""Side of the full-size look at a suspect, pixels: 4 mm at 600 dpi."""
_BARE: Final = 0.06
"""Coverage up to which a pixel beside the imprint is paper."""
_LEAST_BARE: Final = 500
"""Pixels of it that a standard deviation is taken of."""
_PAINTED: Final = Sentence(zh="有一块完全均匀的涂抹区域", en="a patch painted over in one colour")

Trace = tuple[Sentence, Verdict]


def note_edits(page: Page, imprint: Imprint, edge: float, book: Notebook) -> None:
    """`edge` is the width of the ink's edges, pixels.

    Coarse JPEGs and bilevel files have no grain of their own and are not judged.
    """
    if page.source.coarseness > MAX_COARSENESS or page.source.mode == "1":
        return
    flat = flat_share(imprint.tiles)
    found = _flat_paper(page, imprint, flat, edge, book) if flat else _painted_patch(page)
    if found:
        sign, verdict = found
        book.note("capture.edited", verdict, Facts(sign=sign))


def _flat_paper(
    page: Page, imprint: Imprint, flat: float, edge: float, book: Notebook
) -> Trace | None:
    if _grain_beside(imprint.layer) > LEAST_GRAIN_LEVELS:
        return _partly_flat(imprint.tiles, flat)
    if flat < FLAT_SHARE or (page.paper.level >= WHITE_LEVEL and book.kind == "signature"):
        return None
    if page.paper.level < WHITE_LEVEL:
        return Sentence(zh="纸面颜色完全均匀", en="paper of one single colour"), Verdict.REFUSE
    if edge < HARD_EDGE_PX:
        sign = Sentence(zh="边缘过硬、没有噪点", en="edges too hard for a lens, no grain")
        return sign, Verdict.REFUSE
    return Sentence(zh="纸面为纯白", en="paper of pure white"), Verdict.WARN


def _partly_flat(tiles: Sequence[Pixels], flat: float) -> Trace | None:
    """Grain at the imprint, none elsewhere."""
    if not _all_white(tiles):
        return _PAINTED, Verdict.REFUSE
    if flat >= FLAT_SHARE:
        return Sentence(zh="只有印迹周围有噪点", en="grain only around the imprint"), Verdict.REFUSE
    return None


def _all_white(tiles: Sequence[Pixels]) -> bool:
    """A scanner's white point clips paper to 255 in parts of the page."""
    return all(int(tile.min()) == 255 for tile in tiles if flat_share([tile]))


def _grain_beside(layer: Layer) -> float:
    """Levels of noise on the paper right beside the imprint."""
    contrast = float((layer.paper - layer.ink).mean())
    near = layer.coverage[::2, ::2]
    blank = near[np.abs(near) < _BARE]
    return float(blank.std()) * contrast if blank.size > _LEAST_BARE else 0.0


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
