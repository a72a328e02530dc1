"""JPEG's blocks within the ink: those without any grain were drawn and not seen (R14)."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import JPEG_BLOCK_PX, Levels, Mask, Pixels
from services.seal_svc.inspection.imprint.imprints import Imprint

_CORE: Final = 7
"""Side of the square around a pixel that is all ink, so that no optics' edge reaches it."""
_LEAST_BLOCKS: Final = 4
"""Of ink by which it is judged."""
_LEAST_GREEN: Final = 16.0
"""Level of the ink's green, of which light is mostly made: darker, it may have been clipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatBlocks:
    """Shares of the blocks wholly within the ink, and on bare paper, whose light is even."""

    ink: float
    paper: float


def flat_blocks(imprint: Imprint) -> FlatBlocks | None:
    """Of a JPEG; even is what differs by one level at most.

    What rings around an edge ends with its block (ITU-T T.81, A.3.1), so that drawn ink is even up
    to the next one. None where the ink has too few blocks, or is clipped, or where there is no bare
    paper.
    """
    if not imprint.tiles or float(imprint.layer.ink[1]) < _LEAST_GREEN:
        return None
    core = cv2.erode(imprint.mask, np.ones((_CORE, _CORE), np.uint8))
    left, top = (-side % JPEG_BLOCK_PX for side in imprint.corner)
    inside = _in_blocks(np.asarray(core[top:, left:], np.uint8)).all(axis=1)
    if np.count_nonzero(inside) < _LEAST_BLOCKS:
        return None
    even = _even(imprint.crop[top:, left:])
    paper = [float(_even(tile).mean()) for tile in imprint.tiles]
    return FlatBlocks(ink=float(even[inside].mean()), paper=float(np.median(paper)))


def _even(pixels: Pixels) -> Mask:
    """One for each block, in order."""
    blocks = _in_blocks(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8))
    return np.asarray(blocks.max(axis=1) - blocks.min(axis=1) <= 1, np.uint8)


def _in_blocks(plane: Levels) -> Levels:
    """One row of 64 pixels for each whole block."""
    side = JPEG_BLOCK_PX
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    whole = plane[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return whole.swapaxes(1, 2).reshape(rows * columns, side * side)
