"""QR codes as pictures of black and blank modules."""

from typing import Final

import numpy as np
import zxingcpp

from contracts.form_models import Rect
from services.print_svc.rendering.kept import FAST, Kept, Value, deflated
from services.print_svc.rendering.refusals import RenderError

QUIET_MODULES: Final = 4
LEAST_MODULE_MM: Final = 0.28
LEVELS: Final = ("M", "L")
"""Levels of error correction, the stronger first; M while the modules stay large enough."""
DATA_MASK: Final = 5
"""A signed statement is as even as chance, so that one mask serves it as well as another; finding
the best of eight (ISO/IEC 18004, 7.8.3) takes eight times as long."""
DOTS_PER_MODULE: Final = 4
"""Viewers smooth a bitmap when they shrink it; dots finer than a module keep its edges sharp."""


def qr_code(content: str, area: Rect) -> tuple[Kept, Rect]:
    """The code, and where it leaves its quiet zone (ISO/IEC 18004, 6.3.8) inside the area in mm.

    The area is square. Raises RenderError where modules would get smaller than LEAST_MODULE_MM.
    """
    for level in LEVELS:
        black = modules(content, level)
        module = area.width / (len(black) + 2 * QUIET_MODULES)
        if module >= LEAST_MODULE_MM:
            edge, size = QUIET_MODULES * module, len(black) * module
            return _stencil(black), Rect(area.x + edge, area.y + edge, size, size)
    raise RenderError("qr.too_long", length=len(content))


def modules(content: str, level: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Rows of modules without a quiet zone, true where they are black.

    Raises RenderError for a text longer than a QR code of that level of correction holds.
    """
    try:
        code = zxingcpp.create_barcode(
            content, zxingcpp.BarcodeFormat.QRCode, ec_level=level, data_mask=DATA_MASK
        )
    except ValueError as error:
        raise RenderError("qr.too_long", length=len(content)) from error
    picture = np.asarray(code.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8)
    return np.equal(picture, 0)


def _stencil(black: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> Kept:
    dots = black.repeat(DOTS_PER_MODULE, axis=0).repeat(DOTS_PER_MODULE, axis=1)
    entries: dict[str, Value] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": len(dots),
        "Height": len(dots),
        "ImageMask": "true",
        "BitsPerComponent": 1,
        "Decode": [1, 0],
    }
    return deflated(entries, np.packbits(dots, axis=1).tobytes(), level=FAST)
