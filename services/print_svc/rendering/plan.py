"""Where everything stands on one side of a sheet, worked out once per form.

A plan knows the printed words of the form and the areas that wait for data, but no data. Places and
areas are millimetres from the top left of the sheet, sizes of type are points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.form_models import Box, Rect, Signing
from services.print_svc.rendering.ink import first_baseline
from services.print_svc.rendering.text import Line, Run, Style, line_width, typeface, wrap

SERIF: Final = "SH"
BOLD: Final = "BH"
PADDING_MM: Final = 1.2
LABEL_SIZES: Final = (7.0, 6.5, 6.0, 5.5)
VALUE_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
LEADING: Final = 1.16
MM_PER_POINT: Final = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Words:
    """A line of the form itself; `align` places it between the sides of its area."""

    area: Rect
    baseline: float
    line: Line
    align: str = "left"


@dataclass(frozen=True, slots=True)
class ValueArea:
    """Where data are printed; the largest of the sizes with which they fit is taken.

    `anchor` says whether the lines hang from the top of the area or stand on its foot.
    """

    templates: tuple[str, ...]
    rect: Rect
    sizes: tuple[float, ...] = VALUE_SIZES
    align: str = "left"
    anchor: str = "top"
    chain: str = SERIF


@dataclass(frozen=True, slots=True)
class Tick:
    """A square that is ticked when its flag is set; squares for officials have no field."""

    rect: Rect
    name: str | None


@dataclass(slots=True)
class BoxPlan:
    """One box on one side of a sheet; `dots` are dotted rules: left end, height, right end.

    `dy` is how far it moved down from its place on the first sheet.
    """

    box: Box
    rect: Rect
    words: list[Words] = field(default_factory=list)
    dots: list[tuple[float, float, float]] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    values: list[ValueArea] = field(default_factory=list)
    signing: Signing | None = None

    @property
    def dy(self) -> float:
        return self.rect.y - self.box.rect_mm.y

    def moved(self, rect: Rect) -> Rect:
        """An area of the first sheet, at its place on this one."""
        return Rect(rect.x, rect.y + self.dy, rect.width, rect.height)


def pitch_mm(size: float) -> float:
    """Millimetres from baseline to baseline of type of that size in points."""
    return size * LEADING * MM_PER_POINT


def block(
    text: str, style: Style, area: Rect, align: str = "left", top: float | None = None
) -> tuple[list[Words], float]:
    """Wrapped lines from the top of an area, and where the next one would begin.

    They may leave the area at its foot.
    """
    top = area.y if top is None else top
    words = []
    for row in wrap(text, style, area.width):
        line = (Run(row, style),) if row else ()
        words.append(Words(area, first_baseline(top, style.size), line, align))
        top += pitch_mm(style.size)
    return words, top


def fitting(text: str, area: Rect, sizes: tuple[float, ...], chain: str, *, chinese: bool) -> Style:
    """The largest style in which the words of the form fit; the smallest where none does."""
    for size in sizes:
        style = Style(typeface(chain, chinese=chinese), size)
        if len(wrap(text, style, area.width)) * pitch_mm(size) <= area.height:
            return style
    return style


def label_lines(box: Box, labels: Mapping[str, str]) -> list[str]:
    """The printed words of a box; a form version may replace the label of a numbered box."""
    if box.label_printed is not None:
        return box.label_printed.split("\n")
    label = labels.get(box.box or "", box.label)
    return (f"{box.box}. {label}" if box.box else label).split("\n")


def padded(rect: Rect) -> Rect:
    """What is left of a box when its words keep clear of its lines."""
    return Rect(rect.x + PADDING_MM, rect.y + 0.6, rect.width - 2 * PADDING_MM, rect.height - 1.2)


def width_of(text: str, style: Style) -> float:
    """Millimetres; raises MissingGlyphError."""
    return line_width((Run(text, style),))
