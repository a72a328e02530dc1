"""Seals and signatures as PDF images: decoded and compressed once, then kept.

Images are keyed by the bytes of the PNG, so that a new seal is never confused with an old one.
"""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from PIL import Image, UnidentifiedImageError

from services.print_svc.rendering.kept import Kept, Value, deflated

KEPT_IMAGES: Final = 64
MAX_PIXELS: Final = 16_000_000


class UnreadableImageError(Exception):
    """The bytes are no PNG that can be printed."""


@lru_cache(maxsize=KEPT_IMAGES)
def pdf_image(png: bytes) -> Kept:
    """Colours as an image of 8 bits, transparency as its soft mask (ISO 32000-1, 8.9.5, 11.6.5.3).

    Raises UnreadableImageError for what is no PNG or has more than MAX_PIXELS.
    """
    pixels = _pixels(png)
    mask = _samples(pixels.getchannel("A"), "/DeviceGray")
    return _samples(pixels.convert("RGB"), "/DeviceRGB", {"SMask": mask})


def _samples(image: Image.Image, colours: str, links: Mapping[str, Kept] | None = None) -> Kept:
    entries: dict[str, Value] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": colours,
        "BitsPerComponent": 8,
    }
    return deflated(entries, image.tobytes(), links)


def _pixels(png: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImageError("too many pixels")
            return image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableImageError("no PNG that can be read") from error
