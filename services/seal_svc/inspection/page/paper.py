"""The blank sheet: its tone and its light."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Levels, Pixels

THUMB_DPI: Final = 75
MM: Final = THUMB_DPI / 25.4
"""Pixels of the small page per millimetre."""
_BLOCK: Final = 20
"""Side of the blocks whose medians make the grid, small-page pixels: 6.8 mm, wider than strokes."""
_STEP: Final = 4.0
"""Levels between neighbouring blocks that light may explain; the sheet's edge is steeper."""
_LEAST_SHARE: Final = 0.08
"""Of the page that the sheet covers at least, be it photographed from afar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`tone` is what the small page would be without ink, `level` its median over all channels."""

    tone: Pixels
    level: float
    fall_off: float
    """Range of the smooth light over the page, % of its median."""


def model_paper(thumb: Pixels) -> Paper:
    """Of a small page at THUMB_DPI; its light is a surface of second order."""
    grid = _block_medians(thumb)
    smooth = _smooth(grid)
    level = float(np.median(smooth))
    light = smooth.mean(axis=2)
    height, width = thumb.shape[:2]
    levels = np.clip(np.rint(smooth), 0, 255).astype(np.uint8)
    tone = cv2.resize(levels, (width, height), interpolation=cv2.INTER_LINEAR)
    return Paper(
        tone=np.asarray(tone, np.uint8),
        level=level,
        fall_off=float(light.max() - light.min()) / max(level, 1.0) * 100,
    )


def strongest(picture: cv2.typing.MatLike) -> Levels:
    """The largest channel of every pixel, `(height, width)`, levels."""
    most = cv2.extractChannel(picture, 0)
    for channel in (1, 2):
        most = cv2.max(most, cv2.extractChannel(picture, channel))
    return np.asarray(most, np.uint8)


def _block_medians(thumb: Pixels) -> NDArray[np.float64]:
    rows, columns = max(1, thumb.shape[0] // _BLOCK), max(1, thumb.shape[1] // _BLOCK)
    cut = thumb[: rows * _BLOCK, : columns * _BLOCK]
    blocks = cut.reshape(rows, _BLOCK, columns, _BLOCK, 3)[:, ::3, :, ::3]
    return np.asarray(np.median(blocks, axis=(1, 3)))


def _smooth(grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """A second-order surface fitted to the paper; blocks full of ink lose their say."""
    rows, columns = grid.shape[:2]
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    values = grid.reshape(-1, 3)
    kept = _lit(grid).reshape(-1)
    for _ in range(5):
        system = terms[kept].T
        factors = np.linalg.solve(system @ terms[kept], system @ values[kept])
        fitted = np.einsum("nt,tc->nc", terms, factors)
        off = np.abs(values - fitted).max(axis=1)
        kept = off <= max(4.0, 2.5 * float(np.median(off)))
    return np.asarray(fitted.reshape(rows, columns, 3))


def _lit(grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Blocks of the sheet: the brightest stretch without a step that covers enough of the page."""
    light = np.ascontiguousarray(grid.mean(axis=2), dtype=np.float32)
    left = np.ones(light.shape, bool)
    best = left
    while left.sum() > _LEAST_SHARE * left.size:
        seed = np.unravel_index(np.argmax(np.where(left, light, -1)), light.shape)
        filled = np.zeros((light.shape[0] + 2, light.shape[1] + 2), np.uint8)
        spread = cv2.FLOODFILL_MASK_ONLY | 8
        at = (int(seed[1]), int(seed[0]))
        cv2.floodFill(light, filled, at, 0, (_STEP,) * 3, (_STEP,) * 3, spread)
        best = filled[1:-1, 1:-1] > 0
        if best.sum() >= _LEAST_SHARE * best.size:
            return best
        left &= ~best
    return np.ones(light.shape, bool)
