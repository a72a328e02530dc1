"""QR codes as pictures of black and blank modules."""

from typing import Final

import numpy as np
import zxingcpp

from contracts.form_models import Rect
from services.print_svc.rendering.document import RenderError
from services.print_svc.rendering.ink import Ink

QUIET_MODULES: Final = 4
LEAST_MODULE_MM: Final = 0.28
LEVELS: Final = ("M", "L")
"""Levels of error correction, the stronger first; M while the modules stay large enough."""
DOTS_PER_MODULE: Final = 4
"""Viewers smooth a bitmap when they shrink it; dots finer than a module keep its edges sharp."""


def draw_qr(ink: Ink, content: str, area: Rect) -> None:
    """A code with its quiet zone inside the area; RenderError where modules get too small."""
    for level in LEVELS:
        black = _modules(content, level)
        module = area.width / (len(black) + 2 * QUIET_MODULES)
        if module >= LEAST_MODULE_MM:
            edge, size = QUIET_MODULES * module, len(black) * module
            dots = black.repeat(DOTS_PER_MODULE, axis=0).repeat(DOTS_PER_MODULE, axis=1)
            rows = np.packbits(dots, axis=1).tobytes()
            ink.bitmap(rows, len(dots), Rect(area.x + edge, area.y + edge, size, size))
            return
    raise RenderError("qr.too_long", f"{len(content)} characters make too fine a QR code")


def _modules(content: str, level: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    try:
        code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    except ValueError as error:
        raise RenderError("qr.too_long", "the text exceeds what a QR code holds") from error
    picture = np.asarray(code.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8)
    return np.equal(picture, 0)
