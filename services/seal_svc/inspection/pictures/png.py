"""Writes PNG files fast: one filter for all rows, and run lengths instead of a match search."""

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SUB: Final = 1
_COLOUR_TYPES: Final = {3: 2, 4: 6}


def encode_png(picture: NDArray[np.uint8], *, dpi: float) -> bytes:
    """A `(height, width, 3 or 4)` array as RGB or RGBA (ISO/IEC 15948).

    `dpi` goes into the pHYs chunk, so that it prints at its real size.
    """
    height, width, channels = picture.shape
    per_metre = round(dpi / 0.0254)
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return SIGNATURE + b"".join(
        (
            chunk(b"IHDR", header),
            chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            chunk(b"IDAT", _deflated(_filtered(picture))),
            chunk(b"IEND", b""),
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """Length, name, body and CRC (5.3)."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _filtered(picture: NDArray[np.uint8]) -> bytes:
    """Every byte less its left neighbour's (PNG filter Sub)."""
    height, width, channels = picture.shape
    flat = picture.reshape(height, width * channels)
    rows = np.empty((height, 1 + width * channels), np.uint8)
    rows[:, 0] = _SUB
    rows[:, 1 : 1 + channels] = flat[:, :channels]
    np.subtract(flat[:, channels:], flat[:, :-channels], out=rows[:, 1 + channels :])
    return rows.tobytes()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
    return packer.compress(data) + packer.flush()
