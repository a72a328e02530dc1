"""The ink of seals and signatures: decoded, laid on paper and reduced to few colours, then kept.

Inks are keyed by the bytes of the PNG, so that a new seal is never confused with an old one.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from services.print_svc.inkmarks.arrays import Bytes
from services.print_svc.inkmarks.patterns import STRENGTH

KEPT_INKS: Final = 64
MAX_PIXELS: Final = 16_000_000
DOTS_PER_MM: Final = 12
"""305 dpi; a whole number of dots to a cell of the ink mark."""
PAPER: Final = 0
BENEATH: Final = 255
"""Colours of the palette that no ink has: white, and the black of words and lines."""
SHADES: Final = 48
LEAST_INK: Final = 6
"""Steps of 255 below which paper is left white."""


class UnreadableImageError(Exception):
    """The bytes are no PNG that can be printed."""


@dataclass(frozen=True, slots=True)
class StampInk:
    """A stamp at DOTS_PER_MM: each dot's colour in the palette with weaker ink.

    XOR with `difference` gives the colour with stronger ink. The palette is 256 colours of RGB.
    """

    weaker: Bytes
    difference: Bytes
    palette: bytes


@lru_cache(maxsize=KEPT_INKS)
def stamp_ink(png: bytes, width_mm: float, height_mm: float) -> StampInk:
    """Raise UnreadableImageError for what is no PNG or has more than MAX_PIXELS."""
    return _shaded(on_paper(png, width_mm, height_mm))


def on_paper(png: bytes, width_mm: float, height_mm: float, *, finer: int = 1) -> Bytes:
    """A stamp's dots as RGB on white, `finer` times DOTS_PER_MM; raise UnreadableImageError."""
    pixels = _pixels(png)
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels.getchannel("A"))
    columns, rows = (max(1, round(side * DOTS_PER_MM)) for side in (width_mm, height_mm))
    size = columns * finer, rows * finer
    return np.asarray(paper.resize(size, Image.Resampling.LANCZOS))


def _shaded(picture: Bytes) -> StampInk:
    """Colours are sorted by brightness: what is weaker and what is stronger ink stands mixed."""
    inked = picture.min(axis=2) < 255 - LEAST_INK
    if not inked.any():
        empty = np.zeros(inked.shape, np.uint8)
        return StampInk(empty, empty, bytes([255] * 3 + [0] * 765))
    shade, colours = _shades(picture[inked])
    both = np.concatenate([_with_ink(colours, 1 - STRENGTH), _with_ink(colours, 1 + STRENGTH)])
    order = np.argsort(-both.astype(np.int32).sum(axis=1), kind="stable")
    number = (np.argsort(order) + 1).astype(np.uint8)
    weaker, stronger = np.zeros(inked.shape, np.uint8), np.zeros(inked.shape, np.uint8)
    weaker[inked], stronger[inked] = number[shade], number[shade + len(colours)]
    rest = bytes(3 * (BENEATH - len(both)))
    return StampInk(
        weaker, np.bitwise_xor(weaker, stronger), b"\xff\xff\xff" + both[order].tobytes() + rest
    )


def _shades(dots: Bytes) -> tuple[Bytes, Bytes]:
    """Number of the shade of each dot, and the colours of the shades: the means of their dots."""
    row = Image.fromarray(dots[None])
    shade = np.asarray(row.quantize(SHADES, Image.Quantize.MEDIANCUT)).reshape(-1)
    count = np.bincount(shade)
    means = [np.bincount(shade, dots[:, channel]) / np.maximum(count, 1) for channel in range(3)]
    return shade, np.rint(np.stack(means, axis=1)).astype(np.uint8)


def _with_ink(colours: Bytes, share: float) -> Bytes:
    return np.rint(np.clip(255 - (255 - colours.astype(np.float64)) * share, 0, 255)).astype(
        np.uint8
    )


def _pixels(png: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImageError("too many pixels")
            return image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableImageError("no PNG that can be read") from error
