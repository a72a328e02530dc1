"""The blank sheet: its tone and light, its noise, and where it is suspiciously perfect."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.rasters import Pixels

THUMB_DPI: Final = 75
MM: Final = THUMB_DPI / 25.4
"""Pixels of the small page per millimetre."""
_BLOCK: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`tone` is the paper everywhere on the small page; levels run 0 to 255."""

    tone: Pixels
    level: float
    chroma: float
    fall_off: float
    """Range of the smooth light over the page, % of its mean."""
    roughness: float
    """What the smooth light does not explain, % of the mean: shadows, folds, curled paper."""


def model_paper(thumb: Pixels) -> Paper:
    grid = _block_medians(thumb)
    smooth = _smooth(grid)
    rest = np.abs(grid - smooth).mean(axis=2)
    mean = float(np.median(smooth))
    light = smooth.mean(axis=2)
    height, width = thumb.shape[:2]
    tone = cv2.resize(smooth.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    middle = np.median(grid.reshape(-1, 3), axis=0)
    return Paper(
        tone=np.clip(tone, 0, 255).astype(np.uint8),
        level=mean,
        chroma=float(middle.max() - middle.min()),
        fall_off=float(light.max() - light.min()) / max(mean, 1.0) * 100,
        roughness=float(np.percentile(rest, 90)) / max(mean, 1.0) * 100,
    )


def _block_medians(thumb: Pixels) -> NDArray[np.float64]:
    rows, columns = max(1, thumb.shape[0] // _BLOCK), max(1, thumb.shape[1] // _BLOCK)
    cut = thumb[: rows * _BLOCK, : columns * _BLOCK]
    blocks = cut.reshape(rows, _BLOCK, columns, _BLOCK, 3)[:, ::3, :, ::3]
    return np.median(blocks, axis=(1, 3))


def _smooth(grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """A second-order surface fitted to the paper; blocks full of ink lose their say."""
    rows, columns = grid.shape[:2]
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    values = grid.reshape(-1, 3)
    distance = np.abs(values - np.median(values, axis=0)).max(axis=1)
    kept = distance <= max(30.0, float(np.percentile(distance, 60)))
    for _ in range(3):
        factors, *_ = np.linalg.lstsq(terms[kept], values[kept], rcond=None)
        off = np.abs(values - terms @ factors).max(axis=1)
        kept = off <= max(4.0, 2.5 * float(np.median(off)))
    return np.asarray((terms @ factors).reshape(rows, columns, 3))
