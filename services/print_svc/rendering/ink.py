"""Drawing on a ReportLab canvas: millimetres from the top left in, points out."""

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from contracts.form_models import Rect
from services.print_svc.rendering.text import Line, Run, Style, line_width

POINTS_PER_MM: Final = 72 / 25.4
SHEET_WIDTH_MM: Final = 210.0
SHEET_HEIGHT_MM: Final = 297.0
BASELINE: Final = 0.8
"""Share of the type size by which the first baseline stands below the top of its area."""

SHARES: Final = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Share of a line's spare room that stands before it."""


class Ink:
    """Draws what stands on one side of a sheet.

    Places, areas and widths of rules are millimetres from the top left of the sheet; the canvas
    below counts points from the bottom left.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def text(self, x: float, baseline: float, line: Line) -> None:
        """Draw a line whose left end stands on the point; MissingGlyphError as `face_of` raises."""
        text = self._canvas.beginText(*_point(x, baseline))
        for run in line:
            for key, stretch in run.style.typeface.segments(run.text):
                text.setFont(key, run.style.size)
                text.textOut(stretch)
        self._canvas.drawText(text)

    def words(self, x: float, baseline: float, text: str, style: Style) -> None:
        """Draw a text in one style; nothing for an empty one."""
        if text:
            self.text(x, baseline, (Run(text, style),))

    def aligned(self, area: Rect, baseline: float, line: Line, align: str) -> None:
        """Draw a line `left`, `center` or `right` between the sides of the area."""
        if line:
            share = SHARES[align]
            spare = share and area.width - line_width(line)
            self.text(area.x + spare * share, baseline, line)

    def rule(self, x: float, y: float, x2: float, y2: float, width_mm: float = 0.2) -> None:
        """A line; all in millimetres, from the upper left corner of the page."""
        self._canvas.setLineWidth(width_mm * POINTS_PER_MM)
        self._canvas.line(*_point(x, y), *_point(x2, y2))

    def dots(self, x: float, y: float, x2: float) -> None:
        """A dotted rule to write on."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setLineCap(1)
        self._canvas.setDash([0, 1.7])
        self._canvas.line(*_point(x, y), *_point(x2, y))
        self._canvas.restoreState()

    def frame(self, rect: Rect, width_mm: float = 0.2) -> None:
        """The outline of an area; the width of its line in millimetres."""
        self._canvas.setLineWidth(width_mm * POINTS_PER_MM)
        self._canvas.rect(*_box(rect))

    def image(self, name: str, rect: Rect) -> None:
        """Draw what the document keeps under the name, stretched over the area."""
        x, y, width, height = _box(rect)
        self._canvas.saveState()
        self._canvas.transform(width, 0, 0, height, x, y)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def inside(self, rect: Rect, name: str) -> None:
        """Draw what the document keeps as a whole page, its middle moved into that of the area.

        What would lie outside the area is cut off.
        """
        x, y, width, height = _box(rect)
        path = self._canvas.beginPath()
        path.rect(x, y, width, height)
        self._canvas.saveState()
        self._canvas.clipPath(path, stroke=0)
        across, up = _point(SHEET_WIDTH_MM / 2, SHEET_HEIGHT_MM / 2)
        self._canvas.translate(x + width / 2 - across, y + height / 2 - up)
        self._canvas.doForm(name)
        self._canvas.restoreState()


def first_baseline(top: float, size: float) -> float:
    """Millimetres of the first baseline of text whose area begins at `top`."""
    return top + size * BASELINE / POINTS_PER_MM


def _point(x: float, y: float) -> tuple[float, float]:
    return x * POINTS_PER_MM, (SHEET_HEIGHT_MM - y) * POINTS_PER_MM


def _box(rect: Rect) -> tuple[float, float, float, float]:
    x, y = _point(rect.x, rect.bottom)
    return x, y, rect.width * POINTS_PER_MM, rect.height * POINTS_PER_MM
