"""Ink that has run: a rim drawn out along the paper's fibres, however sharp the scan (R16)."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.outline import Mask

Points = NDArray[np.float32]

_LEAST_MM: Final = 35.0
"""Shorter contours are letters, which turn too often."""
_STEPS_MM: Final = 0.09
_FIBRES_MM: Final = 0.35
_TURNS_MM: Final = 1.0


def raggedness(mask: Mask, px_per_mm: float) -> float:
    """How far the long edges of the ink stray from their own smooth course, micrometres."""
    half, scale = np.ascontiguousarray(mask[::2, ::2]), px_per_mm / 2
    contours, _ = cv2.findContours(half, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    long = [c[:, 0].astype(np.float32) for c in contours if len(c) >= _LEAST_MM * scale]
    if not long:
        return 0.0
    strayed = np.concatenate([_strayed(contour, scale) for contour in long])
    return float(np.median(np.abs(strayed))) / scale * 1000


def _strayed(contour: Points, scale: float) -> Points:
    """Across the edge: finer are only the steps between pixels, coarser is the edge's own turn."""
    fine, course = (_smooth(contour, mm * scale) for mm in (_STEPS_MM, _FIBRES_MM))
    along = np.roll(course, -3, axis=0) - np.roll(course, 3, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-3)[:, None]
    off = (fine - course)[:, 0] * along[:, 1] - (fine - course)[:, 1] * along[:, 0]
    return np.asarray(off - _smooth(off[:, None], _TURNS_MM * scale)[:, 0], np.float32)


def _smooth(values: Points, sigma: float) -> Points:
    """Along the closed contour."""
    reach = min(int(3 * sigma) + 1, len(values))
    closed = np.concatenate([values[-reach:], values, values[:reach]])
    weights = cv2.getGaussianKernel(2 * reach + 1, sigma, cv2.CV_32F)
    smooth = np.asarray(cv2.filter2D(closed, -1, weights), np.float32)
    return smooth[reach:-reach].reshape(values.shape)
