"""Ink that has run: a rim drawn out along the paper's fibres, however sharp the scan (R16)."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Mask
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.limits import LEAST_RIM_MM, LEAST_RUN_EDGE_MM
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.report import Verdict

Path = NDArray[np.float32]
"""`(count, 2)`: x and y along a closed contour, or `(count, 1)`: one value for each."""

_STEPS_MM: Final = 0.09
"""Sigma that smooths the steps between pixels away."""
_FIBRES_MM: Final = 0.35
"""Sigma that smooths the tongues along fibres away, too."""
_TURNS_MM: Final = 1.0
"""Sigma beyond which it is the edge's own course that turns."""


def note_bleed(imprint: Imprint, page: Page, edge: float, book: Notebook) -> bool:
    """Whether the ink has run: a ragged rim with soft edges of `edge` pixels.

    A ragged rim with sharp ones took its ink unevenly, which every real stamp does. Handwriting
    turns too often to tell.
    """
    if book.kind == "signature" or edge / page.px_per_mm < LEAST_RUN_EDGE_MM:
        return False
    ragged = raggedness(imprint.mask, page.px_per_mm)
    return book.measure("image.bleed", round(ragged, 1)) is not Verdict.OK


def raggedness(mask: Mask, px_per_mm: float) -> float:
    """How far the long edges of full-size ink stray from their own smooth course, micrometres.

    The median of all their points; 0 where no edge is long enough.
    """
    half, scale = np.ascontiguousarray(mask[::2, ::2]), px_per_mm / 2
    contours, _ = cv2.findContours(half, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    long = [c[:, 0].astype(np.float32) for c in contours if len(c) >= LEAST_RIM_MM * scale]
    if not long:
        return 0.0
    strayed = np.concatenate([_strayed(contour, scale) for contour in long])
    return float(np.median(np.abs(strayed))) / scale * 1000


def _strayed(contour: Path, scale: float) -> Path:
    """Across the edge: finer are only the steps between pixels, coarser is the edge's own turn."""
    fine, course = (_smooth(contour, mm * scale) for mm in (_STEPS_MM, _FIBRES_MM))
    along = np.roll(course, -3, axis=0) - np.roll(course, 3, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-3)[:, None]
    off = (fine - course)[:, 0] * along[:, 1] - (fine - course)[:, 1] * along[:, 0]
    return np.asarray(off - _smooth(off[:, None], _TURNS_MM * scale)[:, 0], np.float32)


def _smooth(values: Path, sigma: float) -> Path:
    """Along the closed contour."""
    reach = min(int(3 * sigma) + 1, len(values))
    closed = np.concatenate([values[-reach:], values, values[:reach]])
    weights = cv2.getGaussianKernel(2 * reach + 1, sigma, cv2.CV_32F)
    smooth = np.asarray(cv2.filter2D(closed, -1, weights), np.float32)
    return smooth[reach:-reach].reshape(values.shape)
