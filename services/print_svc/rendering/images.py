"""Seals and signatures as PDF images: decoded and compressed once, then kept.

Images are keyed by the bytes of the PNG, so that a new seal is never confused with an old one.
"""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from services.print_svc.rendering.subsets import stream

KEPT_IMAGES: Final = 64
MAX_PIXELS: Final = 16_000_000


class UnreadableImageError(Exception):
    """The bytes are no PNG that can be printed."""


@dataclass(frozen=True, slots=True)
class PdfImage:
    """Colour and transparency; the colour's dictionary still lacks the number of its mask."""

    entries: bytes
    data: bytes
    mask: bytes

    def body(self, mask_number: int) -> bytes:
        return stream(self.data, self.entries + b"/SMask %d 0 R" % mask_number)


@lru_cache(maxsize=KEPT_IMAGES)
def pdf_image(png: bytes) -> PdfImage:
    """Raises UnreadableImageError for what is no PNG or has too many pixels."""
    pixels = _pixels(png)
    alpha = pixels[:, :, 3]
    colour = np.where(alpha[:, :, None] > 0, pixels[:, :, :3], np.uint8(0))
    grey = bool(
        np.array_equal(colour[:, :, 0], colour[:, :, 1])
        and np.array_equal(colour[:, :, 1], colour[:, :, 2])
    )
    plane = colour[:, :, :1] if grey else colour
    space = b"/DeviceGray" if grey else b"/DeviceRGB"
    entries, data = _compressed(plane, space)
    mask_entries, mask = _compressed(alpha[:, :, None], b"/DeviceGray")
    return PdfImage(entries, data, stream(mask, mask_entries))


def _pixels(png: bytes) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImageError("too many pixels")
            return np.asarray(image.convert("RGBA"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableImageError(str(error)) from error


def _compressed(
    plane: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]", space: bytes
) -> tuple[bytes, bytes]:
    """Each row as its difference from the row above (PNG predictor 2), which deflates best."""
    height, width, colours = plane.shape
    rows = plane.reshape(height, width * colours)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    tagged = np.hstack([np.full((height, 1), 2, np.uint8), rows - above])
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8"
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>"
    ) % (width, height, space, colours, width)
    return entries, zlib.compress(tagged.tobytes(), 9)
