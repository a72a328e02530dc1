"""A page by which a printer is tried without spending an original, and its scan measured.

Both sides bear the same marks at the same places: four register squares, a ruler in millimetres,
hair lines that lie upon each other where duplex is true, and the colours of seals. Millimetres are
from the upper left corner of A4, x to the right and y down.
"""

import io
from typing import Final, Literal

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

Side = Literal["front", "back"]

WIDTH_MM: Final = 210.0
HEIGHT_MM: Final = 297.0
MARK_MM: Final = 6.0
MARKS: Final = ((20.0, 20.0), (190.0, 20.0), (20.0, 277.0), (190.0, 277.0))
"""Centres of the register squares."""
SIDE_MARKS: Final[dict[Side, tuple[float, float]]] = {"front": (75.0, 20.0), "back": (135.0, 20.0)}
"""A fifth square says which side it is, and which way up."""
_COLOURS: Final = (
    ("红色印章 red", (0.80, 0.06, 0.10)),
    ("蓝色印章 blue", (0.07, 0.20, 0.62)),
    ("黑色签名 black", (0.0, 0.0, 0.0)),
)
_RULER_MM: Final = (30, 180)
_FONT: Final = "STSong-Light"


def sample_page() -> bytes:
    """Two sides as a PDF."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - the Chinese font is for this page
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 - as above

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDTH_MM * mm, HEIGHT_MM * mm), invariant=1)
    sides: tuple[Side, ...] = ("front", "back")
    for side in sides:
        _draw_marks(canvas, side)
        _draw_ruler(canvas)
        _draw_colours(canvas, side)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw_marks(canvas: Canvas, side: Side) -> None:
    for x, y in (*MARKS, SIDE_MARKS[side]):
        left, low = (x - MARK_MM / 2) * mm, (HEIGHT_MM - y - MARK_MM / 2) * mm
        canvas.rect(left, low, MARK_MM * mm, MARK_MM * mm, stroke=0, fill=1)
    canvas.setLineWidth(0.1 * mm)
    middle_x, middle_y = WIDTH_MM / 2 * mm, HEIGHT_MM / 2 * mm
    canvas.line(middle_x - 15 * mm, middle_y, middle_x + 15 * mm, middle_y)
    canvas.line(middle_x, middle_y - 15 * mm, middle_x, middle_y + 15 * mm)
    canvas.circle(middle_x, middle_y, 10 * mm)


def _draw_ruler(canvas: Canvas) -> None:
    top = (HEIGHT_MM - 60) * mm
    first, last = _RULER_MM
    canvas.setFont(_FONT, 8)
    for millimetre in range(first, last + 1):
        tall = 6 if millimetre % 10 == 0 else 4 if millimetre % 5 == 0 else 2
        canvas.line(millimetre * mm, top, millimetre * mm, top - tall * mm)
        if tall == 6:
            canvas.drawCentredString(millimetre * mm, top - 9 * mm, str(millimetre))


def _draw_colours(canvas: Canvas, side: Side) -> None:
    named = {"front": "正面 front", "back": "背面 back"}[side]
    canvas.setFont(_FONT, 12)
    canvas.drawString(40 * mm, (HEIGHT_MM - 45) * mm, f"打印机测试页 sample page: {named}")
    canvas.drawString(40 * mm, (HEIGHT_MM - 230) * mm, "非有效证书 not a valid certificate")
    for number, (name, colour) in enumerate(_COLOURS):
        x, y = (50 + number * 45) * mm, (HEIGHT_MM - 105) * mm
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(1.2 * mm)
        canvas.circle(x + 10 * mm, y, 15 * mm)
        canvas.drawCentredString(x + 10 * mm, y - 1.5 * mm, name)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setStrokeColorRGB(0, 0, 0)
