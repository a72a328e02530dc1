"""What does not belong: a second imprint, text and lines, strokes over the seal, dust."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.marks import Mark, Sheet
from services.seal_svc.inspection.outline import Mask, Outline
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.report import Verdict

_SECOND_SHARE: Final = 0.3
_SECOND_MM: Final = 9.0
_STRAY_LEVELS: Final = 48
_SPECK_MM: Final = 1.1


def note_others(sheet: Sheet, book: Notebook) -> None:
    seconds = [mark for mark in sheet.others if _is_second(mark, sheet.imprint)]
    rest = [mark for mark in sheet.others if mark not in seconds]
    if seconds:
        book.note("stamp.several", Verdict.REFUSE, value=len(seconds) + 1, place=seconds[0].place)
    else:
        book.note("stamp.several", Verdict.OK, value=1)
    _note_extra(rest, book)
    book.measure("image.dust", sheet.specks)


def _is_second(mark: Mark, imprint: Mark | None) -> bool:
    if imprint is None or min(mark.extent) < _SECOND_MM:
        return False
    return mark.hull_mm2 >= _SECOND_SHARE * imprint.hull_mm2


def _note_extra(marks: list[Mark], book: Notebook) -> None:
    area = sum(mark.ink_mm2 for mark in marks)
    biggest = max(marks, key=lambda mark: mark.ink_mm2, default=None)
    book.measure(
        "stamp.extra_marks",
        round(area, 2),
        place=biggest.place if biggest else None,
        sign=f"{len(marks)} marks, {area:.1f} mm² in all",
        sign_zh=f"{len(marks)} 处墨迹，共 {area:.1f} mm²",
    )


def owned(
    layer: Layer, mask: Mask, outline: Outline, page: Page, book: Notebook
) -> tuple[Mask, Mask]:
    """Pixels that belong to the imprint, and the specks of foreign colour that lie on it."""
    inside = _inside(mask, outline, page)
    foreign = ((layer.stray > _STRAY_LEVELS) & (inside > 0)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(foreign)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) / page.px_per_mm
    strokes = sizes >= _SPECK_MM
    strokes[0] = False
    area = float(stats[strokes, cv2.CC_STAT_AREA].sum()) / page.px_per_mm**2
    if area >= LIMITS["stamp.extra_marks"].refuse_at:
        book.note(
            "stamp.extra_marks",
            Verdict.REFUSE,
            value=round(area, 2),
            limit=LIMITS["stamp.extra_marks"].refuse,
            sign="strokes of another colour over the imprint",
            sign_zh="印迹上有其他颜色的笔迹",
        )
    specks = np.isin(labels, np.flatnonzero(sizes < _SPECK_MM)).astype(np.uint8) & foreign
    grown = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    return grown & inside, cv2.dilate(specks, np.ones((3, 3), np.uint8))


def _inside(mask: Mask, outline: Outline, page: Page) -> Mask:
    area = np.zeros_like(mask)
    cv2.fillPoly(area, [np.rint(outline.polygon()).astype(np.int32)], 1)
    size = int(0.7 * page.px_per_mm) | 1
    return cv2.dilate(area, np.ones((size, size), np.uint8))
