"""How fine the detail really is: the width of ink edges, and the traces that enlarging leaves."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Mask, Pixels, Plane
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.limits import (
    ENLARGED_COMB,
    FINE_EDGE_PX,
    LEAST_GRAIN_SHARE,
    LIMITS,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.report import Verdict

_SIGMA_OF_SLOPE: Final = 0.3989
"""A Gaussian edge of width 1 has this slope in its middle."""
_ROW_STEP: Final = 3
"""Every third row of the edge is enough for a median."""
_INWARD: Final = 3
"""Pixels from the edge to where the ink has its full strength, which the slope is measured by."""
_REACH: Final = _INWARD + 1


def note_detail(
    imprint: Imprint, page: Page, edge: float, book: Notebook, *, has_run: bool
) -> bool:
    """Whether the picture was enlarged, beyond doubt (R9, R16).

    `edge` is the width of the ink's edges in pixels; ink that has run has soft ones of its own.
    """
    edge_mm = edge / page.px_per_mm
    blurred = edge_mm >= LIMITS["image.blurred"].refuse_at
    enlarged = (blurred or has_run) and _is_enlarged(imprint)
    if has_run and not enlarged:
        return False
    if blurred and not enlarged:
        book.measure("image.blurred", round(edge_mm, 3))
        return False
    if edge == 0:
        return False
    detail = float(round(page.dpi * FINE_EDGE_PX / edge))
    refused = book.measure("page.resolution_faked", detail) is Verdict.REFUSE
    return refused and (enlarged or _is_enlarged(imprint))


def _is_enlarged(imprint: Imprint) -> bool:
    return was_enlarged(imprint.layer.coverage, imprint.tiles)


def edge_width(coverage: Plane, mask: Mask) -> float:
    """Gaussian width (sigma) of the ink's edges in pixels, their median; 0 without ink."""
    border = cv2.absdiff(mask, cv2.erode(mask, np.ones((3, 3), np.uint8)))
    rows, columns = np.nonzero(border[_REACH:-_REACH:_ROW_STEP, _REACH:-_REACH])
    if not len(rows):
        return 0.0
    y, x = rows * _ROW_STEP + _REACH, columns + _REACH
    across = (coverage[y, x + 1] - coverage[y, x - 1]) / 2
    down = (coverage[y + 1, x] - coverage[y - 1, x]) / 2
    slope = np.hypot(across, down) + 1e-6
    inside_y = np.rint(y + _INWARD * down / slope).astype(np.intp)
    inside_x = np.rint(x + _INWARD * across / slope).astype(np.intp)
    height = np.clip(coverage[inside_y, inside_x], 0.35, 2)
    return _SIGMA_OF_SLOPE / max(float(np.median(slope / height)), 1e-3)


def was_enlarged(coverage: Plane, tiles: Sequence[Pixels]) -> bool:
    """Tells interpolation from lens blur, which leaves the sensor's grain as it is.

    `tiles` are full-size samples of bare paper.
    """
    combs = (_resampling_comb(coverage), _resampling_comb(coverage.T))
    return max(combs) >= ENLARGED_COMB or _grain_share(tiles) < LEAST_GRAIN_SHARE


def _resampling_comb(plane: Plane) -> float:
    """Interpolated pixels curve less than kept ones, every second or third: a comb."""
    curve = np.abs(plane[:, 2:] - 2 * plane[:, 1:-1] + plane[:, :-2]).mean(axis=0)
    spectrum = np.abs(np.fft.rfft((curve - curve.mean()) * np.hanning(len(curve))))
    frequency = np.fft.rfftfreq(len(curve))
    of_jpeg_blocks = np.abs(frequency * 8 - np.round(frequency * 8)) < 0.03
    telling = (np.abs(frequency - 1 / 3) < 0.008) | (frequency > 0.48)
    teeth = spectrum[telling & ~of_jpeg_blocks]
    if not len(teeth):
        return 0.0
    return float(teeth.max() / (np.median(spectrum[frequency > 0.22]) + 1e-9))


def _grain_share(tiles: Sequence[Pixels]) -> float:
    """Power of the paper's grain at middle frequencies over that at low ones."""
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
