"""Lifts the imprint off the paper as a transparent PNG that prints at its real size."""

import struct
from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.outline import Mask
from services.seal_svc.inspection.rasters import Pixels, png_chunk

_PAPER: Final = 0.1
"""Coverage up to which a pixel is paper: noise and its JPEG traces stay below."""
_SOLID: Final = 0.9
"""Coverage from which a pixel is fully ink; between the two lies the edge."""
_HEADER_END: Final = 33


def cut_out(crop: Pixels, layer: Layer, *, keep: Mask, dust: Mask, dpi: float) -> bytes:
    """`keep` is where ink belongs to the imprint, `dust` what lies over it."""
    coverage = np.where(dust > 0, cv2.medianBlur(layer.coverage, 5), layer.coverage)
    alpha = np.clip((coverage - _PAPER) / (_SOLID - _PAPER), 0, 1)
    alpha[keep == 0] = 0
    picture = np.empty((*alpha.shape, 4), np.uint8)
    picture[..., 3] = np.rint(alpha * 255)
    share = np.maximum(alpha, 1e-3)[..., None]
    paper = layer.paper.astype(np.float32)
    colour = paper + (crop.astype(np.float32) - paper) / share
    picture[..., :3] = np.clip(np.rint(colour), 0, 255)[..., ::-1]
    picture[(dust > 0) & (alpha > 0), :3] = np.rint(layer.ink)[::-1]
    picture[alpha == 0] = 0
    return with_dpi(encode_png(picture), dpi)


def encode_png(picture: Pixels) -> bytes:
    _, encoded = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return bytes(encoded)


def with_dpi(png: bytes, dpi: float) -> bytes:
    per_metre = round(dpi / 0.0254)
    chunk = png_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    return png[:_HEADER_END] + chunk + png[_HEADER_END:]
