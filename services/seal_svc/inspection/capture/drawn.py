"""What tells ink that a computer laid from ink that a sensor saw: its grain and its edges (R14)."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Plane
from services.seal_svc.inspection.imprint.imprints import Imprint

_INSIDE: Final = 9
"""Side of the square around a pixel that is all ink: the optics' and JPEG's edges stay outside."""
_LEAST_PIXELS: Final = 400
"""Of such ink; in less no grain can be told."""
_MIDDLE: Final = (16.0, 238.0)
"""Levels between which no driver has clipped a channel."""
_FOOT, _WAIST = (0.06, 0.28), (0.36, 0.64)
"""Shares of ink at the outer and in the middle of an edge."""
_LEAST_WAIST: Final = 300
"""Pixels of edge by which it is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stillness:
    """Shares of pixels within the ink, and on bare paper; `level` is the ink's in that channel."""

    ink: float
    paper: float
    level: float


def stillness(imprint: Imprint) -> Stillness | None:
    """Share of pixels within the ink, and on bare paper, that lie on a line with their neighbours.

    In one channel that nothing has clipped. None where the ink is too thin, or clipped in every
    channel, or where there is no bare paper.
    """
    channel = _channel(imprint)
    inside = cv2.erode(imprint.mask, np.ones((_INSIDE, _INSIDE), np.uint8)) > 0
    if channel is None or not imprint.tiles or np.count_nonzero(inside) < _LEAST_PIXELS:
        return None
    ink = _on_a_line(imprint.crop[..., channel])[inside[:, 1:-1]]
    paper = [float(_on_a_line(tile[..., channel]).mean()) for tile in imprint.tiles]
    level = float(imprint.layer.ink[channel])
    return Stillness(ink=float(ink.mean()), paper=float(np.median(paper)), level=level)


def foot_of_edges(imprint: Imprint) -> float | None:
    """Pixels at the outer foot of the ink's edges for one in their middle, full size.

    About 1.4 for any lens; none where colours were selected and the rest was deleted. None where
    there is too little edge.
    """
    wide = cv2.dilate(imprint.mask, np.ones((7, 7), np.uint8)) > 0
    coverage = imprint.layer.coverage[wide]
    foot, waist = (_between(coverage, band) for band in (_FOOT, _WAIST))
    return foot / waist if waist >= _LEAST_WAIST else None


def _between(coverage: Plane, band: tuple[float, float]) -> int:
    return int(np.count_nonzero((coverage > band[0]) & (coverage < band[1])))


def _channel(imprint: Imprint) -> int | None:
    low, high = _MIDDLE
    levels = imprint.layer.ink
    usable = [channel for channel in range(3) if low <= levels[channel] <= high]
    return max(usable, key=lambda channel: levels[channel], default=None)


def _on_a_line(plane: NDArray[np.uint8]) -> NDArray[np.bool_]:
    wide = plane.astype(np.int16)
    return np.asarray(wide[:, 2:] - 2 * wide[:, 1:-1] + wide[:, :-2] == 0)
