"""Words across a page, drawn as outlines so that they never mix with its text."""

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import FILL_NON_ZERO

from contracts.certificate_types import load_certificate_types
from services.print_svc.rendering.canvas import PAGE_SIZE, SheetCanvas
from services.print_svc.rendering.faces import FONT_FILES
from services.print_svc.rendering.ink import POINTS_PER_MM, SHEET_HEIGHT_MM
from services.print_svc.rendering.kept import Kept
from services.print_svc.rendering.text import typeface

SPECIMEN: Final = "样本 SPECIMEN"
DEGREES: Final = 38
RED: Final = Color(0.97, 0.86, 0.86)
GREY: Final = Color(0.92, 0.92, 0.94)
ROW_MM: Final = 9.0
"""Size of the words across a stamp: large enough to break its lines, small enough to be read."""


class PathPen(BasePen):
    """Draws a glyph as a path of a canvas."""

    def __init__(self, glyphs: Any, path: Any) -> None:
        super().__init__(glyphs)
        self._moveTo = lambda point: path.moveTo(*point)
        self._lineTo = lambda point: path.lineTo(*point)
        self._curveToOne = lambda one, two, end: path.curveTo(*one, *two, *end)
        self._closePath = path.close


@cache
def watermark(*, specimen: bool, preview: bool) -> Kept | None:
    """What marks each page: 非有效证书 (R65) for a preview, 样本 for a specimen, or None."""
    if not specimen and not preview:
        return None
    canvas = SheetCanvas({}, "zh-CN")
    if preview:
        words = load_certificate_types().conventions["preview_watermark"].text
        _slanting(canvas, words, 30.0, (0.5,), RED)
    if specimen:
        shares = (0.2, 0.8) if preview else (0.5,)
        _slanting(canvas, SPECIMEN, 17.0 if preview else 24.0, shares, GREY)
    return canvas.drawing()


@cache
def not_valid() -> Kept:
    """Rows of 非有效证书 around the middle of a page, to be laid across each stamp of a preview."""
    canvas = SheetCanvas({}, "zh-CN")
    words = load_certificate_types().conventions["preview_watermark"].text
    shares = [0.5 + row * 1.7 * ROW_MM / SHEET_HEIGHT_MM for row in range(-2, 3)]
    _slanting(canvas, words, ROW_MM, shares, RED)
    return canvas.drawing()


def _slanting(
    canvas: SheetCanvas, text: str, size_mm: float, height_shares: Sequence[float], colour: Color
) -> None:
    """Once for each share of the page's height at which its middle stands."""
    width, height = PAGE_SIZE
    path = canvas.beginPath()
    _outline(text, size_mm * POINTS_PER_MM, path)
    for share in height_shares:
        canvas.saveState()
        canvas.translate(width / 2, height * share)
        canvas.rotate(DEGREES)
        canvas.setFillColor(colour)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        canvas.restoreState()


def _outline(text: str, size: float, path: Any) -> None:
    """The words with their middle in the origin."""
    chain = typeface("BH")
    fonts = {key: _opened(key) for key in chain.chain}
    x = -chain.width(text) * size / 2000
    for character in text:
        font = fonts[chain.face_of(character)]
        scale = size / font["head"].unitsPerEm
        glyphs = font.getGlyphSet()
        pen = TransformPen(PathPen(glyphs, path), (scale, 0, 0, scale, x, -size / 3))
        glyphs[font.getBestCmap()[ord(character)]].draw(pen)
        x += chain.width_of(character) * size / 1000


def _opened(key: str) -> Any:
    content = files("services.print_svc.rendering").joinpath("fonts", FONT_FILES[key]).read_bytes()
    return TTFont(io.BytesIO(content), lazy=True)
