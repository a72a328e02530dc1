"""How fine the detail really is: the width of ink edges, and whether the picture was enlarged."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Mask, Plane
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.limits import (
    CLAIMED_SHARE,
    FINE_EDGE_PX,
    LIMITS,
    MAX_GRAIN_COARSENESS,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.quality.doubling import (
    grain_alternates,
    was_doubled,
    was_repeated,
)
from services.seal_svc.inspection.quality.resampling import lost_its_grain, was_resampled
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
    """Whether the picture was enlarged (R9); soft edges alone are a lens's (R16).

    `edge` is the width of the ink's edges in pixels; ink that has run has soft ones of its own,
    which are not called blurred.
    """
    if edge == 0:
        return False
    detail = effective_dpi(page.dpi, edge)
    repeated = was_repeated(imprint.layer.coverage)
    if repeated:  # the edges of squares are hard
        detail = min(detail, float(round(page.dpi / 2)))
    coarse = detail < LIMITS["page.resolution_faked"].refuse_at
    if coarse and (repeated or _was_enlarged(imprint, page, detail)):
        book.measure("page.resolution_faked", detail)
        return True
    book.note("page.resolution_faked", Verdict.OK, Facts(value=detail))
    if not has_run:
        book.measure("image.blurred", round(edge / page.px_per_mm, 3))
    return False


def effective_dpi(dpi: float, edge: float) -> float:
    """The density at which edges of `edge` pixels would be as fine as a true scan's."""
    return float(round(dpi * min(1.0, FINE_EDGE_PX / edge)))


def _was_enlarged(imprint: Imprint, page: Page, detail: float) -> bool:
    """Where the edges are blurred anyway grain is believed that compression has coarsened, too."""
    claim = page.source.declared_dpi
    if claim and detail <= claim <= CLAIMED_SHARE * page.dpi:
        return True
    blurred = page.dpi / detail * FINE_EDGE_PX / page.px_per_mm >= LIMITS["image.blurred"].refuse_at
    believed = blurred or page.source.coarseness <= MAX_GRAIN_COARSENESS
    return (believed and lost_its_grain(imprint.tiles)) or _has_rhythm(imprint, page.source)


def _has_rhythm(imprint: Imprint, source: Source) -> bool:
    """What alternates is looked for in the grain of a lossless file, which no rounding hides."""
    coverage = imprint.layer.coverage
    if was_resampled(coverage):
        return True
    if source.coarseness > 0:
        return was_doubled(coverage, imprint.corner, source.coarseness)
    return grain_alternates(imprint.tiles)


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
