"""Lifts the imprint off the paper as a transparent PNG that prints at its real size."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.outline import Mask
from services.seal_svc.inspection.png import encode_png
from services.seal_svc.inspection.rasters import Pixels

_PAPER: Final = 0.1
"""Coverage up to which a pixel is paper: noise and its JPEG traces stay below."""
_SOLID: Final = 0.9
"""Coverage from which a pixel is fully ink; between the two lies the edge."""


def cut_out(crop: Pixels, layer: Layer, *, keep: Mask, dust: Mask, dpi: float) -> bytes:
    """`keep` is where ink belongs to the imprint, `dust` what lies over it."""
    coverage = layer.coverage
    if dust.any():
        coverage = np.where(dust > 0, cv2.medianBlur(coverage, 5), coverage)
    at = np.flatnonzero((keep > 0) & (coverage > _PAPER))
    alpha = np.minimum((coverage.reshape(-1)[at] - _PAPER) / (_SOLID - _PAPER), 1)
    paper = layer.paper.astype(np.float32)
    seen = crop.reshape(-1, 3)[at].astype(np.float32)
    colour = paper + (seen - paper) / np.maximum(alpha, 1e-3)[:, None]
    covered = dust.reshape(-1)[at] > 0
    colour[covered] = layer.ink
    pixels = np.empty((len(at), 4), np.uint8)
    pixels[:, :3] = np.clip(colour, 0, 255)
    pixels[:, 3] = np.rint(alpha * 255)
    picture = np.zeros((*keep.shape, 4), np.uint8)
    picture.reshape(-1, 4)[at] = pixels
    return encode_png(picture, dpi=dpi)
