"""A stamp with what lies beneath it, as one opaque picture whose ink carries the print serial.

Words and lines beneath are black in the tile already, so that nothing takes them out of the stamp;
the page draws them once more above it, as sharp as the rest. Beyond the ink a tile is paper.
"""

from functools import lru_cache
from typing import Final
from zlib import Z_RLE

import cv2
import numpy as np

from services.print_svc.inkmarks.arrays import Bytes
from services.print_svc.inkmarks.patterns import CELL_MM, stronger
from services.print_svc.rendering.images import DOTS_PER_MM, StampInk
from services.print_svc.rendering.kept import Kept, Value, deflated

FASTEST: Final = 1
"""With runs only: most of a tile is paper, and a search for more costs a fifth of the time."""
DOTS_PER_CELL: Final = round(CELL_MM * DOTS_PER_MM)


def tile(ink: StampInk, beneath: Bytes, serial: str, key: bytes) -> Kept:
    """`beneath` is 255 where words and lines are, of the ink's shape.

    Raise SerialError for what is no print serial.
    """
    rows, columns = ink.weaker.shape
    dots = ink.weaker ^ (ink.difference & _strengths(serial, key, rows, columns)) | beneath
    entries: dict[str, Value] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": columns,
        "Height": rows,
        "ColorSpace": f"[/Indexed /DeviceRGB 255 <{ink.palette.hex()}>]",
        "BitsPerComponent": 8,
    }
    return deflated(entries, dots.tobytes(), level=FASTEST, strategy=Z_RLE)


@lru_cache(maxsize=16)
def _strengths(serial: str, key: bytes, rows: int, columns: int) -> Bytes:
    """255 where the ink of a dot is stronger, else 0."""
    high, wide = -(-rows // DOTS_PER_CELL), -(-columns // DOTS_PER_CELL)
    cells = np.where(stronger(serial, key, high, wide), np.uint8(255), np.uint8(0))
    size = wide * DOTS_PER_CELL, high * DOTS_PER_CELL
    dots = cv2.resize(cells, size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(dots, np.uint8)[:rows, :columns]
