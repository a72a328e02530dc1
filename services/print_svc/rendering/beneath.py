"""What lies beneath the stamps of a side: words and lines, noted while they are drawn, as dots.

Left out is what is finer than a dot or slants: dotted rules and ticks.
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from math import ceil, floor
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from contracts.form_models import Rect
from services.print_svc.inkmarks.arrays import Bytes
from services.print_svc.rendering.faces import font_file
from services.print_svc.rendering.forms import PreparedForm, Side, draw_side
from services.print_svc.rendering.images import DOTS_PER_MM
from services.print_svc.rendering.ink import POINTS_PER_MM, Ink
from services.print_svc.rendering.text import Line, Run

KEPT_SIDES: Final = 64
KEPT_GLYPHS: Final = 4096
FINER: Final = 4
"""Parts of a dot, along each side, in which letters are looked at."""
HALF: Final = 128


class NotingInk(Ink):
    """Draws words and lines and notes them to be drawn again; of stamps it notes the places."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.marks: list[Callable[[Ink], None]] = []
        self.stamps: list[tuple[str, Rect]] = []

    def text(self, x: float, baseline: float, line: Line) -> None:
        """Draw, and note."""
        super().text(x, baseline, line)
        self.marks.append(lambda ink: ink.text(x, baseline, line))

    def rule(self, x: float, y: float, x2: float, y2: float, width_mm: float = 0.2) -> None:
        """Draw, and note."""
        super().rule(x, y, x2, y2, width_mm)
        self.marks.append(lambda ink: ink.rule(x, y, x2, y2, width_mm))

    def image(self, name: str, rect: Rect) -> None:
        """Note where a stamp lies; it is drawn as a tile."""
        self.stamps.append((name, rect))


class DotInk(Ink):
    """Makes dots of what lies inside one area, `shape` rows and columns of them, 255 for black.

    A dot is black where black covers it whole: so black keeps inside what is drawn above it.
    """

    def __init__(self, area: Rect, shape: tuple[int, ...]) -> None:
        super().__init__(None)
        self.picture: Bytes = np.zeros(shape, np.uint8)
        self._area = area
        self._down, self._across = shape[0] / area.height, shape[1] / area.width

    def text(self, x: float, baseline: float, line: Line) -> None:
        """The characters that reach into the area."""
        for run in line:
            height = run.style.size / POINTS_PER_MM
            beside = baseline + height < self._area.y or baseline - height > self._area.bottom
            if not beside and self._meets(x, x + run.width_mm):
                self._run(x, baseline, run)
            x += run.width_mm

    def _run(self, x: float, baseline: float, run: Run) -> None:
        """Character by character, so that each stands where the page has it."""
        style = run.style
        for character in run.text:
            width = style.width_mm(character)
            if self._meets(x, x + width):
                self._glyph(style.typeface.face_of(character), style.size, character, x, baseline)
            x += width

    def _glyph(self, face: str, size: float, character: str, x: float, baseline: float) -> None:
        across, down = (round(place * FINER) for place in self._at(x, baseline))
        dots, left, above = _glyph(face, size, character, across % FINER, down % FINER)
        self._lay(dots, down // FINER - above, across // FINER - left)

    def _lay(self, dots: Bytes, top: int, left: int) -> None:
        """Black dots onto the picture, as far as they lie on it."""
        rows, columns = self.picture.shape
        down, right = min(rows, top + dots.shape[0]), min(columns, left + dots.shape[1])
        first, start = max(0, top), max(0, left)
        if first < down and start < right:
            self.picture[first:down, start:right] |= dots[
                first - top : down - top, start - left : right - left
            ]

    def rule(self, x: float, y: float, x2: float, y2: float, width_mm: float = 0.2) -> None:
        """Straight lines along the page, of the dots that they cover whole."""
        if not self._meets(min(x, x2), max(x, x2)):
            return
        if x != x2 and y != y2:
            return
        across, down = (width_mm / 2, 0.0) if x == x2 else (0.0, width_mm / 2)
        left, top = self._at(min(x, x2) - across, min(y, y2) - down)
        right, foot = self._at(max(x, x2) + across, max(y, y2) + down)
        rows = slice(max(0, ceil(top)), max(0, floor(foot)))
        self.picture[rows, max(0, ceil(left)) : max(0, floor(right))] = 255

    def dots(self, x: float, y: float, x2: float) -> None:
        """Finer than the dots here."""

    def frame(self, rect: Rect, width_mm: float = 0.2) -> None:
        """Its four lines."""
        for x, y, x2, y2 in (
            (rect.x, rect.y, rect.right, rect.y),
            (rect.x, rect.bottom, rect.right, rect.bottom),
            (rect.x, rect.y, rect.x, rect.bottom),
            (rect.right, rect.y, rect.right, rect.bottom),
        ):
            self.rule(x, y, x2, y2, width_mm)

    def image(self, name: str, rect: Rect) -> None:
        """Stamps lie above."""

    def _meets(self, left: float, right: float) -> bool:
        return left <= self._area.right and right >= self._area.x

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._area.x) * self._across, (y - self._area.y) * self._down


def beneath(
    form: PreparedForm,
    side: Side,
    marks: Iterable[Callable[[Ink], None]],
    area: Rect,
    shape: tuple[int, ...],
) -> Bytes:
    """The form's own words and lines and a document's `marks`, 255 where they are black."""
    ink = DotInk(area, shape)
    for mark in marks:
        mark(ink)
    return ink.picture | _of_form(form, side, area, shape)


@lru_cache(maxsize=KEPT_SIDES)
def _of_form(form: PreparedForm, side: Side, area: Rect, shape: tuple[int, ...]) -> Bytes:
    ink = DotInk(area, shape)
    draw_side(form.form, side, ink)
    return ink.picture


@lru_cache(maxsize=KEPT_GLYPHS)
def _glyph(face: str, size: float, character: str, right: int, down: int) -> tuple[Bytes, int, int]:
    """Its dots, moved by parts of a dot, and how many of them lie left of and above its origin."""
    fine = _font(face, size)
    left, top, end, foot = fine.getbbox(character, anchor="ls")
    before, above = ceil(max(0, -left) / FINER) + 1, ceil(max(0, -top) / FINER) + 1
    columns, rows = before + ceil(end / FINER) + 2, above + ceil(foot / FINER) + 2
    image = Image.new("L", (columns * FINER, max(above + 1, rows) * FINER), 0)
    origin = before * FINER + right, above * FINER + down
    ImageDraw.Draw(image).text(origin, character, 255, fine, anchor="ls")
    parts = np.asarray(image).reshape(-1, FINER, columns, FINER)
    return np.where(parts.min(axis=(1, 3)) >= HALF, np.uint8(255), np.uint8(0)), before, above


@cache
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    """`size` in points, in parts of a dot where it is drawn."""
    parts = size / POINTS_PER_MM * DOTS_PER_MM * FINER
    return ImageFont.truetype(font_file(face), parts, layout_engine=ImageFont.Layout.BASIC)
