"""Words across a page, drawn as outlines so that they never mix with its text."""

import math
import zlib
from functools import cache
from typing import Any, Final

from fontTools.pens.basePen import BasePen

from contracts.certificate_types import load_certificate_types
from services.print_svc.rendering.faces import faces
from services.print_svc.rendering.ink import POINTS_PER_MM, SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from services.print_svc.rendering.text import typeface

SPECIMEN: Final = "样本 SPECIMEN"
ANGLE: Final = math.radians(38)


class OutlinePen(BasePen):  # type: ignore[misc]
    """Outlines as path operators, moved and scaled; quadratic curves arrive as cubic ones."""

    def __init__(self, glyphs: Any, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.operators: list[bytes] = []
        self._x, self._y, self._scale = x, y, scale

    def _numbers(self, *points: tuple[float, float]) -> bytes:
        return b" ".join(
            b"%.2f %.2f" % (self._x + x * self._scale, self._y + y * self._scale) for x, y in points
        )

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(self._numbers(pt) + b" m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(self._numbers(pt) + b" l")

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.operators.append(self._numbers(pt1, pt2, pt3) + b" c")

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append(b"h")


@cache
def watermark(*, specimen: bool, preview: bool) -> bytes:
    """A compressed content stream that marks one page; empty where nothing is to be marked."""
    marks = []
    if preview:
        words = load_certificate_types().conventions["preview_watermark"].text
        marks.append(_slanting(words, 30.0, 0.5, b"0.97 0.86 0.86"))
    if specimen:
        shares = (0.2, 0.8) if preview else (0.5,)
        size = 17.0 if preview else 24.0
        marks += [_slanting(SPECIMEN, size, share, b"0.92 0.92 0.94") for share in shares]
    return zlib.compress(b"/Artifact BMC\n" + b"\n".join(marks) + b"\nEMC") if marks else b""


def _slanting(text: str, size_mm: float, height_share: float, colour: bytes) -> bytes:
    size = size_mm * POINTS_PER_MM
    chain = typeface("BH")
    width = chain.width(text) * size / 1000
    x = SHEET_WIDTH_MM * POINTS_PER_MM / 2
    y = SHEET_HEIGHT_MM * POINTS_PER_MM * height_share
    cosine, sine = math.cos(ANGLE), math.sin(ANGLE)
    matrix = b"%.4f %.4f %.4f %.4f %.2f %.2f cm" % (cosine, sine, -sine, cosine, x, y)
    return b"q %b rg %b\n%b f Q" % (colour, matrix, _outline(text, size, -width / 2, -size / 3))


def _outline(text: str, size: float, x: float, y: float) -> bytes:
    operators: list[bytes] = []
    chain = typeface("BH")
    outlines = {key: faces()[key].outlines() for key in chain.chain}
    for character in text:
        key = chain.face_of(character)
        pen = OutlinePen(None, x, y, size / faces()[key].units)
        outlines[key](character, pen)
        operators += pen.operators
        x += chain.width_of(character) * size / 1000
    return b"\n".join(operators)
