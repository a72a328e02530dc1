"""What does not belong: a second imprint, text and lines, strokes over the seal, dust (R8, R16)."""

import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection.arrays import Mask
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.imprint.mark import Mark
from services.seal_svc.inspection.imprint.marks import Sheet
from services.seal_svc.inspection.imprint.outline import Outline
from services.seal_svc.inspection.limits import (
    ALIKE_SHARE,
    CLOSED_RIM,
    LIMITS,
    OUTSIDE_BAND_MM,
    SECOND_MM,
    SECOND_SHARE,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.report import Verdict


def note_others(sheet: Sheet, book: Notebook) -> None:
    """What stands on the small page beside the imprint."""
    seconds = [mark for mark in sheet.others if _is_second(mark, sheet.imprint)]
    rest = [mark for mark in sheet.others if mark not in seconds]
    if seconds:
        seen = Facts(value=len(seconds) + 1, place=seconds[0].place)
        book.note("stamp.several", Verdict.REFUSE, seen)
    else:
        book.note("stamp.several", Verdict.OK, Facts(value=1))
    _note_extra(rest, book)
    book.measure("image.dust", sheet.specks)


def _is_second(mark: Mark, imprint: Mark | None) -> bool:
    """A letter or a scribble beside the seal is open, and smaller; it is an extra mark."""
    if imprint is None or min(mark.extent) < SECOND_MM:
        return False
    least = SECOND_SHARE if mark.rim >= CLOSED_RIM else ALIKE_SHARE
    return mark.hull_mm2 >= least * imprint.hull_mm2


def _note_extra(marks: list[Mark], book: Notebook) -> None:
    area = sum(mark.ink_mm2 for mark in marks)
    biggest = max(marks, key=lambda mark: mark.ink_mm2, default=None)
    sign = Sentence(
        zh=f"{len(marks)} 处墨迹，共 {area:.1f} mm²", en=f"{len(marks)} marks, {area:.1f} mm²"
    )
    seen = Facts(place=biggest.place if biggest else None, sign=sign)
    book.measure("stamp.extra_marks", round(area, 2), seen)


def note_strokes(imprint: Imprint, outline: Outline, page: Page, book: Notebook) -> bool:
    """Strokes of another colour, and ink that hangs together with the imprint but lies outside.

    Whether there are any: what they hide and how far they reach is then no flaw of the imprint.
    """
    over = Sentence(zh="印迹上有其他颜色的笔迹", en="strokes of another colour over the imprint")
    crossed = _note_area(imprint.foreign, over, page, book)
    inside = outline.filled(imprint.mask, OUTSIDE_BAND_MM * page.px_per_mm)
    beyond = np.asarray(imprint.mask & (inside ^ 1), np.uint8)
    outside = Sentence(zh="印迹边框外有笔迹", en="strokes reaching beyond the imprint's outline")
    return _note_area(beyond, outside, page, book) or crossed


def _note_area(strokes: Mask, sign: Sentence, page: Page, book: Notebook) -> bool:
    area = float(np.count_nonzero(strokes)) / page.px_per_mm**2
    found = area >= LIMITS["stamp.extra_marks"].refuse_at
    if found:
        book.measure("stamp.extra_marks", round(area, 2), Facts(sign=sign))
    return found
