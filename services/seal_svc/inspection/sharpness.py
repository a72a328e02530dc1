"""How fine the detail really is: the width of ink edges, and the traces that enlarging leaves."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.ink import Plane
from services.seal_svc.inspection.outline import Mask

_SIGMA_OF_SLOPE: Final = 0.3989
"""A Gaussian edge of width 1 has this slope in its middle."""
_MAX_POINTS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharpness:
    """`edge` is the Gaussian width of ink edges in pixels; `comb` the strength of resampling."""

    edge: float
    comb: float
    period: float


def measure_sharpness(coverage: Plane, mask: Mask) -> Sharpness:
    edge = edge_width(coverage, mask)
    across, period_x = resampling_comb(coverage)
    down, period_y = resampling_comb(coverage.T)
    comb, period = max((across, period_x), (down, period_y))
    return Sharpness(edge=edge, comb=comb, period=period)


def edge_width(coverage: Plane, mask: Mask) -> float:
    inner = mask[1:-1, 1:-1]
    border = (inner > 0) & (
        (mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]) == 0
    )
    rows, columns = np.nonzero(border)
    if not len(rows):
        return 0.0
    step = max(1, len(rows) // _MAX_POINTS)
    y, x = rows[::step] + 1, columns[::step] + 1
    gx = (coverage[y, x + 1] - coverage[y, x - 1]) / 2
    gy = (coverage[y + 1, x] - coverage[y - 1, x]) / 2
    slope = float(np.percentile(np.hypot(gx, gy), 75))
    return _SIGMA_OF_SLOPE / max(slope, 1e-3)


def resampling_comb(plane: Plane) -> tuple[float, float]:
    """Interpolated pixels curve less than kept ones: a comb in the second difference (Gallagher)."""
    curve = np.abs(plane[:, 2:] - 2 * plane[:, 1:-1] + plane[:, :-2]).mean(axis=0)
    spectrum = np.abs(np.fft.rfft((curve - curve.mean()) * np.hanning(len(curve))))
    frequency = np.fft.rfftfreq(len(curve))
    return _strongest(spectrum, frequency)


def _strongest(
    spectrum: NDArray[np.float64], frequency: NDArray[np.float64]
) -> tuple[float, float]:
    """The highest tooth over its neighbourhood; eighths belong to JPEG's blocks."""
    high = frequency > 0.22
    eighths = np.abs(frequency * 8 - np.round(frequency * 8)) < 0.03
    floor = float(np.median(spectrum[high])) + 1e-9
    usual = np.where(high & ~eighths, spectrum, 0)
    best = int(usual.argmax())
    return float(usual[best]) / floor, 1 / max(float(frequency[best]), 1e-3)
