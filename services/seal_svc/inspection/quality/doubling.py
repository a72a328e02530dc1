"""Doubled pixels: every second one strays from the course of its neighbours.

An interpolation is exact, or sharper, at some of its pixels, so that what strays from the course of
an edge alternates along it, in proportion to the edge's slope or to its bend: the images of a
spectrum (Vaidyanathan 1993, 4.1). The grain of enlarged paper alternates likewise. A soft lens
blurs every pixel alike, however much, and leaves neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import JPEG_BLOCK_PX, Pixels, Plane
from services.seal_svc.inspection.limits import (
    DOUBLED,
    LEAST_GRAIN_LEVELS,
    LEAST_GRAIN_RHYTHM,
    LEAST_REPEATED,
    LEAST_STRAY_OF_BEND,
    LEAST_STRAY_OF_SLOPE,
)

Line = NDArray[np.float32]
"""`(count,)`: one value a column."""
Corner = tuple[int, int]
"""Left and top, pixels from where one of a JPEG's blocks begins."""

_STRONGEST: Final = 0.15
"""Of a difference, as a share of ink: edges of ink must not drown the rest."""
_STEPS: Final = np.array([-1 / 6, 1 / 3, -1 / 3, 1 / 3, -1 / 3, 1 / 3, -1 / 6, 0], np.float32)
_BENDS: Final = np.array([-1 / 4, 1 / 2, -1 / 2, 1 / 2, -1 / 4, 0, 0, 0], np.float32)
"""Of first and of second differences within a block, by where they begin: odd against even ones.
What rises or falls steadily cancels, and what crosses into the next block has no weight."""
_OFF: Final = np.array([[1, -4, 6, -4, 1]], np.float32) / 16
"""How far a pixel lies off the course of the four around it."""
_SLOPE: Final = np.array([[-1, -2, 0, 2, 1]], np.float32) / 8
_BEND: Final = np.array([[1, 0, -2, 0, 1]], np.float32) / 4
"""Of that course; neither sees what alternates."""
_INNER: Final = (2, 5)
"""First and last pixel of a block that the five do not reach out of."""
_NEARBY: Final = 3.0
"""Sigma, pixels, within which an edge has one direction."""
_LEAST_STEEP, _LEAST_SLANT, _LEAST_SLANTING = 0.001, 0.06, 0.2
"""Squared slope of an edge; its tangent against the columns; and the share of edges that slant, by
which is judged."""
_FEW_ROWS: Final = 16
"""One row in so many tells pixels that were merely repeated."""
_CLIPPED: Final = 0.02
"""Share of pixels at pure white from which a driver has cut the grain off."""
_OWN: Final = 2.0
"""Multiple of what JPEG's blocks, seen in a lossless copy, put at other places of the spectrum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """What alternates along the ink's edges in one direction, as shares of their slope and bend."""

    slope: float
    bend: float


def was_doubled(coverage: Plane, corner: Corner, coarseness: float) -> bool:
    """By what alternates within the blocks of a JPEG that rounds by `coarseness` levels.

    `corner` is where on the blocks `coverage` begins.
    """
    share = alternation(coverage, corner)
    if any(coarseness <= coarsest and share >= least for coarsest, least in DOUBLED):
        return True
    strays = edge_strays(coverage, corner)
    return any(
        abs(stray.slope) >= LEAST_STRAY_OF_SLOPE or abs(stray.bend) >= LEAST_STRAY_OF_BEND
        for stray in strays
    )


def was_repeated(coverage: Plane) -> bool:
    """Whether pixels come two by two or four by four in both directions, with edges as hard."""
    few = (coverage[::_FEW_ROWS], np.ascontiguousarray(coverage[:, ::_FEW_ROWS].T))
    return min(abs(_stray(plane, 0, None).slope) for plane in few) >= LEAST_REPEATED


def edge_strays(coverage: Plane, corner: Corner) -> tuple[Stray, Stray]:
    """Across and down."""
    planes = (coverage, np.ascontiguousarray(coverage.T))
    across, down = (
        _stray(plane, at, _slanting(plane)) for plane, at in zip(planes, corner, strict=True)
    )
    return across, down


def _slanting(plane: Plane) -> Plane:
    """1 on edges that cross the columns at an angle, 0 elsewhere.

    One that lies along a column meets every pixel of it at the same place, by chance.
    """
    across, along = (cv2.filter2D(plane, -1, kernel) for kernel in (_SLOPE, _SLOPE.T))
    steep = cv2.GaussianBlur(across * across, (0, 0), _NEARBY)
    turned = cv2.GaussianBlur(across * along, (0, 0), _NEARBY)
    chosen = (steep >= _LEAST_STEEP) & (np.abs(turned) >= _LEAST_SLANT * steep)
    enough = float(steep[chosen].sum()) >= _LEAST_SLANTING * float(steep.sum())
    return np.asarray(chosen & enough, np.float32)


def _stray(plane: Plane, corner: int, where: Plane | None) -> Stray:
    off, slope, bend = (cv2.filter2D(plane, -1, kernel) for kernel in (_OFF, _SLOPE, _BEND))
    place = (np.arange(plane.shape[1]) + corner) % JPEG_BLOCK_PX
    inner = (place >= _INNER[0]) & (place <= _INNER[1])
    inner[:2] = inner[-2:] = False
    sign = np.where(place % 2, -1.0, 1.0)[inner]

    def share(course: Plane) -> float:
        seen = course if where is None else course * where
        alike = np.einsum("ij,ij->j", off, seen)[inner]
        whole = float(np.einsum("ij,ij->j", course, seen)[inner].sum())
        return float(sign @ alike) / whole if whole > 0 else 0.0

    return Stray(slope=share(np.asarray(slope)), bend=share(np.asarray(bend)))


def alternation(coverage: Plane, corner: Corner) -> float:
    """By what shares first and second differences are larger at odd pixels than at even ones.

    Their sum, each the lesser of both directions: a sensor may have pairs of columns, but none of
    rows.
    """
    planes = list(zip((coverage, np.ascontiguousarray(coverage.T)), corner, strict=True))
    steps = min(_odd(plane, at, _STEPS, 1) for plane, at in planes)
    return steps + min(_odd(plane, at, _BENDS, 2) for plane, at in planes)


def _odd(plane: Plane, corner: int, weights: Line, order: int) -> float:
    strong = np.minimum(np.abs(np.diff(plane, order, axis=1)), _STRONGEST)
    line = strong.mean(axis=0, dtype=np.float32)
    means = _by_place(line, corner)
    return float(weights @ means / max(means.mean(), 1e-6))


def _by_place(line: Line, corner: int) -> Line:
    """Mean value of the columns at each of a block's eight places."""
    place = (np.arange(len(line)) + corner) % JPEG_BLOCK_PX
    sums = np.bincount(place, line, JPEG_BLOCK_PX)
    return np.asarray(sums / np.bincount(place, minlength=JPEG_BLOCK_PX), np.float32)


def grain_alternates(tiles: Sequence[Pixels]) -> bool:
    """Whether the grain of paper in a lossless file rises and falls every two or four pixels.

    In both directions, as enlarging by 2, by 4 and by 4/3 leaves it; a sensor may have pairs of
    columns, but none of rows. `tiles` are full-size samples whose sides are multiples of 8.
    """
    levels = [_grain(tile) for tile in tiles]
    alive = [plane for plane in levels if plane is not None]
    if not alive:
        return False
    turned = [np.ascontiguousarray(plane.T) for plane in alive]
    return min(grain_rhythm(alive), grain_rhythm(turned)) >= LEAST_GRAIN_RHYTHM


def grain_rhythm(planes: Iterable[Plane]) -> float:
    """By what share the power of differences varies every two or four columns; 0 is steady.

    Also 0 where it varies as much every eight, as a JPEG's blocks make it.
    """
    found = 0.0
    samples = list(planes)
    for order in (1, 2):
        powers = [np.square(np.diff(plane, order, axis=1)).mean(axis=0) for plane in samples]
        means = np.mean([_by_place(power[:-8], 0) for power in powers], axis=0)
        _, eighth, quarter, other, half = np.abs(np.fft.rfft(means)) / max(means.sum(), 1e-6)
        if max(quarter, half) >= _OWN * max(eighth, other):
            found = max(found, float(max(quarter, half)))
    return found


def _grain(tile: Pixels) -> Plane | None:
    """Luma without the sample's own tone; None where a driver has left no grain."""
    luma = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY).astype(np.float32)
    if float((tile == 255).mean()) > _CLIPPED or float(luma.std()) < LEAST_GRAIN_LEVELS:
        return None
    return luma
