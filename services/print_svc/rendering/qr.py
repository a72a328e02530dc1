"""QR codes as pictures of black and blank modules."""

import re
from typing import Any, Final

import numpy as np
import segno
from reportlab.pdfbase.pdfdoc import PDFArray, PDFStream
from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE
from segno.encoder import DataOverflowError

from contracts.form_models import Rect
from services.print_svc.rendering.canvas import xobject
from services.print_svc.rendering.document import RenderError

QUIET_MODULES: Final = 4
LEAST_MODULE_MM: Final = 0.28
LEVELS: Final = ("M", "L")
"""Levels of error correction, the stronger first; M while the modules stay large enough."""
MASK: Final = 3
"""What we print looks random under any mask; to compare all eight takes four times as long."""
MODES: Final = (MODE_BYTE, MODE_ALPHANUMERIC)
DOTS_PER_MODULE: Final = 4
"""Viewers smooth a bitmap when they shrink it; dots finer than a module keep its edges sharp."""
SEGMENTS: Final = re.compile(r"(.*?)([0-9A-Z $%*+\-./:]*)", re.DOTALL)
"""An alphanumeric end takes five and a half bits a character instead of eight."""


def qr_code(content: str, area: Rect) -> tuple[PDFStream, Rect]:
    """The code, and where it leaves its quiet zone inside the area.

    Raises RenderError where modules would get too small.
    """
    for level in LEVELS:
        black = modules(content, level)
        module = area.width / (len(black) + 2 * QUIET_MODULES)
        if module >= LEAST_MODULE_MM:
            edge, size = QUIET_MODULES * module, len(black) * module
            return _stencil(black), Rect(area.x + edge, area.y + edge, size, size)
    raise RenderError("qr.too_long", f"{len(content)} characters make too fine a QR code")


def modules(content: str, level: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Rows of modules, true where they are black; raises RenderError for too long a text."""
    try:
        code = segno.make(
            _segments(content), error=level, mask=MASK, boost_error=False, micro=False
        )
    except DataOverflowError as error:
        raise RenderError("qr.too_long", "the text exceeds what a QR code holds") from error
    side = len(code.matrix)
    return np.frombuffer(b"".join(code.matrix), np.bool_).reshape(side, side)


def _segments(content: str) -> Any:
    """Text and mode of each part; segno takes them, though its annotations know one text only."""
    split = SEGMENTS.fullmatch(content)
    parts = split.groups() if split else (content, "")
    return [(text, mode) for text, mode in zip(parts, MODES, strict=True) if text]


def _stencil(black: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> PDFStream:
    dots = black.repeat(DOTS_PER_MODULE, axis=0).repeat(DOTS_PER_MODULE, axis=1)
    entries = {
        "Subtype": "/Image",
        "Width": len(dots),
        "Height": len(dots),
        "ImageMask": "true",
        "BitsPerComponent": 1,
        "Decode": PDFArray([1, 0]),
    }
    return xobject(entries, np.packbits(dots, axis=1).tobytes())
