"""QR codes as rows of bits."""

from typing import Final

import numpy as np
import segno

from contracts.form_models import Rect
from services.print_svc.rendering.document import RenderError
from services.print_svc.rendering.ink import Ink

QUIET_MODULES: Final = 4
LEAST_MODULE_MM: Final = 0.28
LEVELS: Final = ("M", "L")
"""Levels of error correction, the stronger first; M while the modules stay large enough."""


def draw_qr(ink: Ink, content: str, area: Rect) -> None:
    """A code with its quiet zone inside the area; RenderError where modules get too small."""
    for level in LEVELS:
        rows, modules = _matrix(content, level)
        module = area.width / (modules + 2 * QUIET_MODULES)
        if module >= LEAST_MODULE_MM:
            edge = QUIET_MODULES * module
            size = modules * module
            ink.bitmap(rows, modules, Rect(area.x + edge, area.y + edge, size, size))
            return
    raise RenderError("qr.too_long", f"{len(content)} characters make too fine a QR code")


def _matrix(content: str, level: str) -> tuple[bytes, int]:
    try:
        code = segno.make_qr(content, error=level, boost_error=False)
    except segno.DataOverflowError as error:
        raise RenderError("qr.too_long", "the text exceeds what a QR code holds") from error
    bits = np.array(code.matrix, dtype=np.uint8) & 1
    return np.packbits(bits, axis=1).tobytes(), len(bits)
