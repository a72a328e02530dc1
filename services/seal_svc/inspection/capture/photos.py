"""Photographs: what lies around the sheet, its light, and moire (R8, R13)."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection.arrays import Mask, Pixels
from services.seal_svc.inspection.capture.waves import on_paper, verdict_of
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.limits import (
    LIMITS,
    MOIRE,
    NO_PAPER_LEVELS,
    NO_PAPER_PERCENT,
    SLANT_DEGREES,
    SURROUNDINGS_PERCENT,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.page.paper import MM, Paper, strongest
from services.seal_svc.inspection.report import Verdict

_LEAST_SHARE: Final = 0.5
"""% of the picture; of less no edge can be told, and it does not count either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies around the sheet: `share` of the picture in %, `tilt` of its edges in degrees."""

    share: float
    tilt: float


def note_photo(page: Page, book: Notebook) -> None:
    """By the first trace that tells: what is around the sheet, moire, then uneven light."""
    around = surroundings(page.thumb, page.paper)
    slanting = (
        around.tilt > SLANT_DEGREES or page.paper.fall_off > LIMITS["capture.photo"].refuse_at
    )
    if around.share > SURROUNDINGS_PERCENT and slanting:
        sign = Sentence(
            zh="纸边倾斜，可见周围物体", en="slanting sheet edges, surroundings in view"
        )
        book.note("capture.photo", Verdict.REFUSE, Facts(sign=sign))
    elif around.share > NO_PAPER_PERCENT:
        sign = Sentence(
            zh=f"图像的 {around.share:.0f}% 不是纸面",
            en=f"{around.share:.0f} % of the picture is not paper",
        )
        book.note("page.not_a4", Verdict.REFUSE, Facts(value=round(around.share, 1), sign=sign))
    elif not _note_moire(page, book):
        _note_light(page, book)


def surroundings(thumb: Pixels, paper: Paper) -> Surroundings:
    """Of a small page: none where it fills the picture, else what touches the picture's border."""
    away = strongest(cv2.absdiff(paper.tone, thumb))
    solid = cv2.erode((away > NO_PAPER_LEVELS).astype(np.uint8), np.ones((5, 5), np.uint8))
    if not _at_border(np.asarray(solid)).any():
        return Surroundings(share=0.0, tilt=0.0)
    outside = _touching_border(np.asarray(solid, np.uint8))
    share = float(outside.mean()) * 100
    if share < _LEAST_SHARE:
        return Surroundings(share=share, tilt=0.0)
    return Surroundings(share=share, tilt=_tilt(outside))


def _at_border(plane: cv2.typing.MatLike) -> NDArray[np.integer]:
    return np.concatenate([plane[0], plane[-1], plane[:, 0], plane[:, -1]])


def _touching_border(solid: Mask) -> Mask:
    _, labels = cv2.connectedComponents(solid)
    kept = np.zeros(labels.max() + 1, np.uint8)
    kept[_at_border(labels)] = 1
    kept[0] = 0
    return np.asarray(kept[labels])


def _tilt(outside: Mask) -> float:
    """How far the sheet's left and right edges, and top and bottom, lean apart."""
    sheet = outside == 0
    lean: list[float] = []
    for plane in (sheet, sheet.T):
        lines = np.flatnonzero(plane.mean(axis=1) > 0.5)
        if len(lines) < 20 * MM:
            continue
        inner = lines[len(lines) // 8 : -len(lines) // 8]
        edges = (plane[inner].argmax(axis=1), plane[inner][:, ::-1].argmax(axis=1))
        lean.extend(_degrees(inner, edge) for edge in edges if edge.max() > 0)
    return max(lean, default=0.0)


def _degrees(along: NDArray[np.intp], edge: NDArray[np.intp]) -> float:
    return abs(float(np.degrees(np.arctan(np.polyfit(along, edge, 1)[0]))))


def _note_moire(page: Page, book: Notebook) -> bool:
    """The grid of a display, or the dots of a print, beating with those of a camera."""
    waves = on_paper(page.thumb, page.paper)
    verdict = verdict_of(waves.first, waves.amplitude, MOIRE)
    if verdict is None:
        return False
    height = round(waves.amplitude * 2, 1)
    sign = Sentence(zh=f"摩尔纹，起伏 {height} 级", en=f"moire, waves of {height} levels")
    book.note("capture.photo", verdict, Facts(sign=sign))
    return True


def _note_light(page: Page, book: Notebook) -> None:
    fall = page.paper.fall_off
    sign = Sentence(
        zh=f"页面明暗相差 {fall:.0f}%", en=f"light varies by {fall:.0f} % over the page"
    )
    book.measure("capture.photo", fall, Facts(sign=sign))
