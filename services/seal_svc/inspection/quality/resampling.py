"""The traces that enlarging leaves: pixels that repeat a rhythm, and grain that lost its fineness.

An interpolated picture has been computed from fewer pixels, so that its differences rise and fall
with the period of the enlargement (Gallagher 2005, Popescu and Farid 2005). JPEG's blocks have a
rhythm of their own; `doubling.py` looks within them. An honest but soft scan has none; coarse
compression hides it, and then nothing is claimed.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Pixels, Plane
from services.seal_svc.inspection.limits import (
    ENLARGED_COMB,
    ENLARGED_PAIRS,
    LEAST_GRAIN_SHARE,
)

Line = NDArray[np.float32]
"""`(count,)`: one value a column."""

_STRONGEST: Final = 0.15
"""Of a difference, as a share of ink: edges of ink must not drown the rest."""
_LOCAL_PX: Final = 4.0
"""Sigma of what is taken off, so that only the rhythm of neighbouring pixels stays."""
_NEAR: Final = 0.004
"""Cycles a pixel by which a rhythm may be off."""
_BLOCKS: Final = (1 / 8, 1 / 4, 3 / 8)
"""Cycles a pixel of JPEG's blocks, beside the half that they share with doubled pixels."""
_FLOOR: Final = 4.0
"""Multiple of the usual spectrum that noise alone reaches."""


def rhythm(coverage: Plane) -> tuple[float, float]:
    """How far enlarging by 1.5 or 3, and by 2 or 4, stands out of the ink's and paper's spectrum.

    The first is a multiple of the usual spectrum; the second one of what JPEG's blocks, or noise
    where there are none, put at the same place, and both directions share it.
    """
    thirds, halves = [], []
    for plane in (coverage, np.ascontiguousarray(coverage.T)):
        first = np.diff(plane, axis=1)
        spectrum, frequency = _spectrum(first)
        curved, _ = _spectrum(np.diff(first, axis=1))
        thirds += [_at(spectrum, frequency, 1 / 3), _at(curved, frequency, 1 / 3)]
        own = max(_at(spectrum, frequency, place) for place in _BLOCKS)
        halves.append(_at(spectrum, frequency, 0.5) / (own + _FLOOR))
    return max(thirds), float(np.sqrt(halves[0] * halves[1]))


def was_resampled(coverage: Plane) -> bool:
    """By its rhythm alone."""
    thirds, halves = rhythm(coverage)
    return thirds >= ENLARGED_COMB or halves >= ENLARGED_PAIRS


def lost_its_grain(tiles: Sequence[Pixels]) -> bool:
    """Whether the paper's grain, in full-size samples, is as coarse as if it had been enlarged."""
    return grain_share(tiles) < LEAST_GRAIN_SHARE


def _spectrum(differences: Plane) -> tuple[Line, NDArray[np.float64]]:
    """Of the mean difference of every column, as multiples of its own median."""
    line = np.minimum(np.abs(differences), _STRONGEST).mean(axis=0, dtype=np.float32)[None]
    line = (line - cv2.GaussianBlur(line, (0, 0), _LOCAL_PX))[0]
    length = len(line) // 2 * 2
    spectrum = np.abs(np.fft.rfft(line[:length] * np.hanning(length)))
    frequency = np.asarray(np.fft.rfftfreq(length), np.float64)
    usual = float(np.median(spectrum[frequency > 0.22])) + 1e-9
    return np.asarray(spectrum / usual, np.float32), frequency


def _at(spectrum: Line, frequency: NDArray[np.float64], place: float) -> float:
    near = np.abs(frequency[: len(spectrum)] - place) < _NEAR
    return float(spectrum[: len(near)][near].max(initial=0.0))


def grain_share(tiles: Sequence[Pixels]) -> float:
    """Power of the paper's grain at middle frequencies over that at low ones; 1 without tiles."""
    if not tiles:
        return 1.0
    powers = [_power(tile) for tile in tiles]
    across, down = np.meshgrid(*(np.fft.fftfreq(side) for side in powers[0].shape))
    radius = np.hypot(across, down)
    power = np.median(powers, axis=0)
    low = float(power[(radius > 0.05) & (radius < 0.15)].mean())
    middle = float(power[(radius > 0.15) & (radius < 0.25)].mean())
    return middle / low if low > 0 else 1.0


def _power(tile: Pixels) -> NDArray[np.float64]:
    luma = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY).astype(np.float64)
    return np.abs(np.fft.fft2(luma - luma.mean())) ** 2
