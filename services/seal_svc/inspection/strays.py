"""What does not belong: a second imprint, text and lines, strokes over the seal, dust."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection.findings import Facts, Notebook, judge
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.marks import Mark, Sheet
from services.seal_svc.inspection.outline import Mask, Outline
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.report import Verdict

_SECOND_SHARE: Final = 0.3
_SECOND_MM: Final = 9.0
_SPECK_MM: Final = 1.1
_TONER_LIKELY: Final = 50
_TONER_SURE: Final = 90


def note_others(sheet: Sheet, book: Notebook) -> None:
    seconds = [mark for mark in sheet.others if _is_second(mark, sheet.imprint)]
    rest = [mark for mark in sheet.others if mark not in seconds]
    if seconds:
        seen = Facts(value=len(seconds) + 1, place=seconds[0].place)
        book.note("stamp.several", Verdict.REFUSE, seen)
    else:
        book.note("stamp.several", Verdict.OK, Facts(value=1))
    _note_toner(sheet, book)
    _note_extra(rest, book)
    book.measure("image.dust", sheet.specks)


def _note_toner(sheet: Sheet, book: Notebook) -> None:
    """Copiers strew toner over the sheet; no scanner glass carries that much dust."""
    verdict = judge(sheet.specks + len(sheet.others), warn=_TONER_LIKELY, refuse=_TONER_SURE)
    if verdict is not Verdict.OK and book.kind == "seal":
        sign = Sentence(zh=f"{sheet.specks} 个墨粉点", en=f"{sheet.specks} specks of toner")
        book.note("capture.photocopy", verdict, Facts(value=sheet.specks, sign=sign))


def _is_second(mark: Mark, imprint: Mark | None) -> bool:
    if imprint is None or min(mark.extent) < _SECOND_MM:
        return False
    return mark.hull_mm2 >= _SECOND_SHARE * imprint.hull_mm2


def _note_extra(marks: list[Mark], book: Notebook) -> None:
    area = sum(mark.ink_mm2 for mark in marks)
    biggest = max(marks, key=lambda mark: mark.ink_mm2, default=None)
    sign = Sentence(
        zh=f"{len(marks)} 处墨迹，共 {area:.1f} mm²", en=f"{len(marks)} marks, {area:.1f} mm²"
    )
    seen = Facts(place=biggest.place if biggest else None, sign=sign)
    book.measure("stamp.extra_marks", round(area, 2), seen)


def foreign_strokes(layer: Layer, mask: Mask, page: Page) -> Mask:
    """Full-size: what is longer than a speck and of another colour than the imprint."""
    if not layer.stray.any():
        return np.zeros_like(mask)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(layer.stray)
    long = _extent(np.asarray(stats, np.int32)) * 2 / page.px_per_mm >= _SPECK_MM
    return _full_size(long.astype(np.uint8)[labels], mask)


def note_foreign(foreign: Mask, page: Page, book: Notebook) -> None:
    area = float(np.count_nonzero(foreign)) / page.px_per_mm**2
    if area >= LIMITS["stamp.extra_marks"].refuse_at:
        sign = Sentence(
            zh="印迹上有其他颜色的笔迹", en="strokes of another colour over the imprint"
        )
        book.measure("stamp.extra_marks", round(area, 2), Facts(sign=sign))


def note_outside(mask: Mask, outline: Outline, page: Page, book: Notebook) -> None:
    """Ink that hangs together with the imprint but lies beyond its outline."""
    outside = mask & (_inside(mask, outline, 2 * page.px_per_mm) ^ 1)
    area = float(np.count_nonzero(outside)) / page.px_per_mm**2
    if area >= LIMITS["stamp.extra_marks"].refuse_at:
        sign = Sentence(zh="印迹边框外有笔迹", en="strokes reaching beyond the imprint's outline")
        book.measure("stamp.extra_marks", round(area, 2), Facts(sign=sign))


def owned(layer: Layer, mask: Mask, outline: Outline, page: Page) -> tuple[Mask, Mask]:
    """Pixels that belong to the imprint, and the specks of foreign colour that lie on it."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(layer.stray)
    short = (_extent(np.asarray(stats, np.int32)) * 2 / page.px_per_mm < _SPECK_MM).astype(np.uint8)
    short[0] = 0
    specks = np.asarray(cv2.dilate(short[labels], np.ones((3, 3), np.uint8)), np.uint8)
    grown = np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)), np.uint8)
    return np.asarray(grown & _inside(mask, outline, 0.7 * page.px_per_mm)), _full_size(
        specks, mask
    )


def _extent(stats: NDArray[np.int32]) -> NDArray[np.int32]:
    """Longer side of every component; the background has none."""
    sides: NDArray[np.int32] = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    sides[0] = 0
    return sides


def _full_size(half: Mask, like: Mask) -> Mask:
    height, width = like.shape
    grown = cv2.resize(half, (width, height), interpolation=cv2.INTER_NEAREST)
    return grown.astype(np.uint8, copy=False)


def _inside(mask: Mask, outline: Outline, grown: float) -> Mask:
    area = np.zeros_like(mask)
    polygon = np.rint(outline.polygon()).astype(np.int32)
    cv2.fillPoly(area, [polygon], 1)
    cv2.polylines(area, [polygon], True, 1, int(grown) | 1)
    return area
