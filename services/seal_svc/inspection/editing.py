"""Traces of drawing software in the pixels: paper without grain, patches, edges too hard (R14)."""

from typing import Final

import cv2
import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection import capture
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.paper import MM
from services.seal_svc.inspection.rasters import Pixels
from services.seal_svc.inspection.report import Verdict

_COARSE: Final = 0.7
"""Levels; a JPEG that rounds more than this leaves no grain to judge by."""
_WHITE: Final = 254
_HARD_EDGE: Final = 0.8
_PATCH_MM: Final = 4.0
_PROBE: Final = 96
_GRAIN: Final = 0.5
_MOSTLY: Final = 0.5


def note_edited(page: Page, tiles: list[Pixels], layer: Layer, edge: float, book: Notebook) -> None:
    """Coarse JPEGs and bilevel files have no grain of their own and are not judged."""
    if page.source.coarseness > _COARSE or page.source.mode == "1":
        return
    found = _flat_paper(page, tiles, layer, edge, book) or _patch(page, tiles)
    if found:
        sign, verdict = found
        book.note("capture.edited", verdict, Facts(sign=sign))


def _flat_paper(
    page: Page, tiles: list[Pixels], layer: Layer, edge: float, book: Notebook
) -> tuple[Sentence, Verdict] | None:
    flat = capture.flat_share(tiles)
    if flat == 0:
        return None
    if _grain_beside(layer) > _GRAIN:
        return _partly_flat(tiles, flat)
    if flat < _MOSTLY or (page.paper.level >= _WHITE and book.kind == "signature"):
        return None
    if page.paper.level < _WHITE:
        return Sentence(zh="纸面颜色完全均匀", en="paper of one single colour"), Verdict.REFUSE
    if edge < _HARD_EDGE:
        return Sentence(
            zh="边缘过硬、没有噪点", en="edges too hard for a lens, no grain"
        ), Verdict.REFUSE
    return Sentence(zh="纸面为纯白", en="paper of pure white"), Verdict.WARN


def _partly_flat(tiles: list[Pixels], flat: float) -> tuple[Sentence, Verdict] | None:
    """Grain at the imprint, none elsewhere."""
    if not _all_white(tiles):
        return Sentence(
            zh="有一块完全均匀的涂抹区域", en="a patch painted over in one colour"
        ), Verdict.REFUSE
    if flat >= _MOSTLY:
        return Sentence(zh="只有印迹周围有噪点", en="grain only around the imprint"), Verdict.REFUSE
    return None


def _all_white(tiles: list[Pixels]) -> bool:
    """A scanner's white point clips paper to 255 in parts of the page."""
    return all(int(tile.min()) == 255 for tile in tiles if capture.flat_share([tile]))


def _grain_beside(layer: Layer) -> float:
    """Levels of noise on the paper right beside the imprint."""
    contrast = float((layer.paper - layer.ink).mean())
    near = layer.coverage[::2, ::2]
    blank = near[np.abs(near) < 0.06]
    return float(blank.std()) * contrast if blank.size > 500 else 0.0


def _patch(page: Page, tiles: list[Pixels]) -> tuple[Sentence, Verdict] | None:
    """A spot without any grain on paper that has it; the suspect is looked at in full size."""
    if capture.flat_share(tiles) > 0:
        return None
    plane = np.ascontiguousarray(page.thumb[..., 1])
    window = np.ones((5, 5), np.uint8)
    still = (cv2.dilate(plane, window) == cv2.erode(plane, window)).astype(np.uint8)
    side = int(_PATCH_MM * MM * 0.6)
    if not cv2.erode(still, np.ones((side, side), np.uint8)).any():
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(still)
    sides = np.minimum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) / MM
    filled = stats[1:, cv2.CC_STAT_AREA] / np.maximum(
        stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT], 1
    )
    suspects = np.flatnonzero((sides >= _PATCH_MM) & (filled > 0.5)) + 1
    if not len(suspects):
        return None
    x, y, width, height, _ = stats[suspects[stats[suspects, cv2.CC_STAT_AREA].argmax()]]
    centre = ((x + width / 2) * page.scale, (y + height / 2) * page.scale)
    left, top = (
        int(min(max(at - _PROBE / 2, 0), length - _PROBE))
        for at, length in zip(centre, page.raster.size, strict=True)
    )
    (probe,) = page.raster.crops([(left, top, left + _PROBE, top + _PROBE)])
    if capture.flat_share([probe]) < 1:
        return None
    return Sentence(
        zh="有一块完全均匀的涂抹区域", en="a patch painted over in one colour"
    ), Verdict.REFUSE
