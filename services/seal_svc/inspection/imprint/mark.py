"""One mark on the sheet: a cluster of ink on the small page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Contour
from services.seal_svc.inspection.page.paper import MM
from services.seal_svc.inspection.report import Place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark:
    """A cluster of ink: convex hull in small-page pixels, sizes in millimetres."""

    hull: Contour
    ink_mm2: float
    rim: float = 1.0
    """Share of the hull's length that ink follows: a torn-off half has none where it was torn."""

    @property
    def place(self) -> Place:
        """Its upright box on the page, rounded to 0.1 mm."""
        x, y, width, height = cv2.boundingRect(self.hull)
        return Place(
            x_mm=round(x / MM, 1),
            y_mm=round(y / MM, 1),
            width_mm=round(width / MM, 1),
            height_mm=round(height / MM, 1),
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Of the upright box, small-page pixels."""
        x, y, width, height = cv2.boundingRect(self.hull)
        return x + width / 2, y + height / 2

    @property
    def hull_mm2(self) -> float:
        return float(cv2.contourArea(self.hull)) / MM**2

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height of the upright box, mm."""
        _, _, width, height = cv2.boundingRect(self.hull)
        return width / MM, height / MM


def hull_of(points: NDArray[np.int32]) -> Contour:
    """Convex, of points in small-page pixels."""
    return np.asarray(cv2.convexHull(points), np.int32)
