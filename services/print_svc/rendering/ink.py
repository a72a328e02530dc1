"""Drawing into a PDF content stream: millimetres from the top left in, operators out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from contracts.form_models import Rect
from services.print_svc.rendering.subsets import FontCodes
from services.print_svc.rendering.text import Line, Run, Style, line_width

POINTS_PER_MM: Final = 72 / 25.4
SHEET_WIDTH_MM: Final = 210.0
SHEET_HEIGHT_MM: Final = 297.0
BASELINE: Final = 0.8
"""Share of the type size by which the first baseline stands below the top of its area."""


class Ink:
    """One content stream; characters take their codes from the document's subsets."""

    def __init__(self, codes: Mapping[str, FontCodes]) -> None:
        self._codes = codes
        self._operators: list[bytes] = []

    @property
    def content(self) -> bytes:
        return b"\n".join(self._operators)

    def text(self, x: float, baseline: float, line: Line) -> None:
        """Draw a line whose left end stands on the point."""
        operators = [b"BT 1 0 0 1 %.3f %.3f Tm" % _point(x, baseline)]
        for run in line:
            for key, text in run.style.typeface.segments(run.text):
                encoded = self._codes[key].encode(text)
                operators.append(b"/%b %g Tf<%b>Tj" % (key.encode(), run.style.size, encoded))
        operators.append(b" ET")
        self._operators.append(b"".join(operators))

    def words(self, x: float, baseline: float, text: str, style: Style) -> None:
        if text:
            self.text(x, baseline, (Run(text, style),))

    def aligned(self, area: Rect, baseline: float, line: Line, align: str) -> None:
        spare = area.width - line_width(line)
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        if line:
            self.text(area.x + spare * share, baseline, line)

    def rule(self, x: float, y: float, x2: float, y2: float, width_mm: float = 0.2) -> None:
        self._operators.append(
            b"%.3f w %.3f %.3f m %.3f %.3f l S"
            % (width_mm * POINTS_PER_MM, *_point(x, y), *_point(x2, y2))
        )

    def dots(self, x: float, y: float, x2: float) -> None:
        """A dotted rule to write on."""
        self._operators.append(
            b"q 0.5 w 1 J [0 1.7] 0 d %.3f %.3f m %.3f %.3f l S Q" % (*_point(x, y), *_point(x2, y))
        )

    def frame(self, rect: Rect, width_mm: float = 0.2) -> None:
        self._operators.append(
            b"%.3f w %.3f %.3f %.3f %.3f re S" % (width_mm * POINTS_PER_MM, *_box(rect))
        )

    def image(self, name: str, rect: Rect) -> None:
        x, y, width, height = _box(rect)
        self._operators.append(
            b"q %.3f 0 0 %.3f %.3f %.3f cm /%b Do Q" % (width, height, x, y, name.encode())
        )

    def bitmap(self, rows: bytes, modules: int, rect: Rect) -> None:
        """A square of black and blank modules, eight to a byte, black where the bit is set."""
        x, y, width, height = _box(rect)
        self._operators.append(
            b"q %.3f 0 0 %.3f %.3f %.3f cm BI/W %d/H %d/IM true/D[1 0]/BPC 1 ID "
            % (width, height, x, y, modules, modules)
            + rows
            + b"\nEI Q"
        )

    def raw(self, operators: bytes) -> None:
        self._operators.append(operators)

    @contextmanager
    def tagged(self, role: str, mcid: int) -> Iterator[None]:
        """What is drawn inside belongs to one element of the structure tree."""
        self._operators.append(b"/%b<</MCID %d>>BDC" % (role.encode(), mcid))
        yield
        self._operators.append(b"EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is no content: rules, frames, page numbers."""
        self._operators.append(b"/Artifact BMC")
        yield
        self._operators.append(b"EMC")


def first_baseline(top: float, size: float) -> float:
    """Millimetres of the first baseline of text whose area begins at `top`."""
    return top + size * BASELINE / POINTS_PER_MM


def _point(x: float, y: float) -> tuple[float, float]:
    return x * POINTS_PER_MM, (SHEET_HEIGHT_MM - y) * POINTS_PER_MM


def _box(rect: Rect) -> tuple[float, float, float, float]:
    x, y = _point(rect.x, rect.bottom)
    return x, y, rect.width * POINTS_PER_MM, rect.height * POINTS_PER_MM
