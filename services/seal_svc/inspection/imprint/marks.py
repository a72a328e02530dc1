"""Finds what stands on the sheet: the imprint, other marks, and dust, on the small page."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Contour, Mask, Pixels
from services.seal_svc.inspection.imprint.ellipses import ellipse_distance
from services.seal_svc.inspection.limits import (
    LEAST_IMPRINT_MM,
    LEAST_INK_LEVELS,
    LEAST_INK_NOISE,
    LEAST_SEAL_RATIO,
    SPECK_MM,
    UNSEEN_EDGE_MM,
)
from services.seal_svc.inspection.page.paper import MM, Paper, strongest
from services.seal_svc.inspection.report import Kind, Place

_JOIN_MM: Final = {"seal": 2.2, "signature": 6.0}
"""Ink that lies nearer together is one mark: letters of a seal, words of a signature."""
_MAX_CLUSTERS: Final = 400
"""Marks that are looked at one by one; of a printed page no more need be known."""
_RIM_GAP_MM: Final = 5.0
"""Between a torn-off stretch of rim and the rest of its imprint."""
_TEAR_MM: Final = 8.0
"""Between the halves of a rim that is torn on both sides."""
_OPEN_RIM: Final = 0.85
"""Share of its hull that a half's ink follows at most; the rest is where it was torn."""
_CONVEX: Final = 0.9
"""Share of the hull around both halves that they fill; two imprints leave corners free."""
_LEAST_POINTS: Final = 20
_OVAL_MM: Final = 0.4
"""How far a hull of at least so many corners may stray from its ellipse, to be called oval."""
_STRIP_RATIO: Final = 3.0
_STRIP_MM: Final = 8.0
"""Least length over width, and least length, of a stretch of rim."""
_NEAR_CENTRE_MM: Final = 60.0
"""Off the centre, where a mark weighs 1/e of what it would weigh in it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The imprint if there is one, everything else that is ink, and the count of specks."""

    imprint: Mark | None
    others: tuple[Mark, ...]
    specks: int
    ink: Mask
    """Of the small page."""


def find_marks(thumb: Pixels, paper: Paper, kind: Kind) -> Sheet:
    """What stands on a small page; letters inside a rim and torn-off parts belong to one mark."""
    ink = _ink_mask(thumb, paper)
    joined = _joined(ink, _JOIN_MM[kind])
    clusters, specks = _clusters(ink, joined)
    marks = _merged(clusters)
    imprint = _imprint(marks, thumb.shape[:2], kind)
    others = tuple(mark for mark in marks if mark is not imprint)
    return Sheet(imprint=imprint, others=others, specks=specks, ink=ink)


def _ink_mask(thumb: Pixels, paper: Paper) -> Mask:
    """Darker than the paper in any channel; weak pixels count only beside strong ones."""
    depth = strongest(cv2.subtract(paper.tone, thumb))
    spread = 1.48 * float(np.median(cv2.absdiff(paper.tone[::4, ::4, 1], thumb[::4, ::4, 1])))
    depth[: int(UNSEEN_EDGE_MM * MM)] = 0
    depth[-int(UNSEEN_EDGE_MM * MM) :] = 0
    depth[:, : int(UNSEEN_EDGE_MM * MM)] = 0
    depth[:, -int(UNSEEN_EDGE_MM * MM) :] = 0
    weak = max(LEAST_INK_LEVELS, LEAST_INK_NOISE * spread)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((depth > weak).astype(np.uint8))
    strong = np.zeros(len(stats), np.uint8)
    strong[labels[depth > 2 * weak]] = 1
    strong[0] = 0
    return np.asarray(strong[labels])


def _joined(ink: Mask, gap_mm: float) -> Mask:
    size = int(gap_mm * MM) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(ink, disc), np.uint8)


def _clusters(ink: Mask, joined: Mask) -> tuple[list[Mark], int]:
    count, labels = cv2.connectedComponents(joined)
    near = np.asarray(cv2.dilate(ink, np.ones((5, 5), np.uint8)), np.uint8)
    rows, columns = np.nonzero(ink)
    owners = labels[rows, columns]
    order = np.argsort(owners, kind="stable")
    points = np.stack([columns[order], rows[order]], axis=1).astype(np.int32)
    bounds = np.searchsorted(owners[order], np.arange(1, count + 1))
    marks: list[Mark] = []
    specks = 0
    for first, last in pairwise(bounds):
        cluster = points[first:last]
        extent = (np.ptp(cluster, axis=0) + 1) / MM
        if max(extent) < SPECK_MM:
            specks += 1
        elif len(marks) < _MAX_CLUSTERS:
            hull = _hull(cluster)
            rim = _followed(hull, near)
            marks.append(Mark(hull=hull, ink_mm2=len(cluster) / MM**2, rim=rim))
    return marks, specks


def _followed(hull: Contour, near: Mask) -> float:
    closed = np.concatenate([hull, hull[:1]])[:, 0].astype(np.float64)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    at = np.linspace(0, steps[-1], 200, endpoint=False)
    x, y = (np.rint(np.interp(at, steps, closed[:, axis])).astype(int) for axis in (0, 1))
    return float((near[y, x] > 0).mean())


def _hull(points: NDArray[np.int32]) -> Contour:
    return np.asarray(cv2.convexHull(points), np.int32)


def _merged(marks: list[Mark]) -> list[Mark]:
    """A star or a line of text inside a rim belongs to the same imprint: hulls that overlap."""
    marks = sorted(marks, key=lambda mark: -mark.hull_mm2)
    merged: list[Mark] = []
    for mark in marks:
        for index, big in enumerate(merged):
            if _overlap(big, mark) or _are_halves(big, mark):
                hull = _hull(np.concatenate([big.hull, mark.hull]))
                merged[index] = Mark(hull=hull, ink_mm2=big.ink_mm2 + mark.ink_mm2, rim=big.rim)
                break
        else:
            merged.append(mark)
    return merged if len(merged) == len(marks) else _merged(merged)


def _overlap(one: Mark, other: Mark) -> bool:
    """Hulls that meet, or a torn-off stretch of rim beside the rest of its imprint."""
    return _close(one, other, _RIM_GAP_MM if _is_strip(other) else 0.0)


def _are_halves(one: Mark, other: Mark) -> bool:
    """Two pieces of one rim, parted on both sides.

    Open where they face each other; text beside the tear may close one side, if the rest is oval.
    """
    rims = one.rim, other.rim
    if min(rims) > _OPEN_RIM or not _close(one, other, _TEAR_MM):
        return False
    hull = _hull(np.concatenate([one.hull, other.hull]))
    filled = (one.hull_mm2 + other.hull_mm2) * MM**2 >= _CONVEX * cv2.contourArea(hull)
    return filled and (max(rims) <= _OPEN_RIM or _is_oval(hull))


def _is_oval(hull: Contour) -> bool:
    points = hull[:, 0].astype(np.float64)
    if len(points) < _LEAST_POINTS:
        return False
    off = np.abs(ellipse_distance(points, cv2.fitEllipseDirect(points.astype(np.float32))))
    return float(np.percentile(off, 90)) < _OVAL_MM * MM


def _close(one: Mark, other: Mark, reach: float) -> bool:
    """Whether less than `reach` millimetres lie between the hulls."""
    if _boxes_apart(one, other, reach * MM):
        return False
    nearest = max(
        cv2.pointPolygonTest(polygon.hull, (float(x), float(y)), True)
        for polygon, points in ((one, other), (other, one))
        for x, y in points.hull[:, 0]
    )
    return nearest >= -reach * MM


def _is_strip(mark: Mark) -> bool:
    _, sides, _ = cv2.minAreaRect(mark.hull)
    return max(sides) >= _STRIP_RATIO * max(min(sides), 1.0) and max(sides) >= _STRIP_MM * MM


def _boxes_apart(one: Mark, other: Mark, reach: float) -> bool:
    x0, y0, w0, h0 = cv2.boundingRect(one.hull)
    x1, y1, w1, h1 = cv2.boundingRect(other.hull)
    across = x1 - reach >= x0 + w0 or x0 >= x1 + w1 + reach
    return across or y1 - reach >= y0 + h0 or y0 >= y1 + h1 + reach


def _imprint(marks: list[Mark], shape: tuple[int, int], kind: Kind) -> Mark | None:
    """The largest mark wins, unless a slightly smaller one lies much nearer the centre."""
    fitting = [mark for mark in marks if max(mark.extent) >= LEAST_IMPRINT_MM[kind]]
    if kind == "seal":
        fitting = [
            mark
            for mark in fitting
            if min(mark.extent) >= LEAST_IMPRINT_MM[kind] * LEAST_SEAL_RATIO
        ]
    return max(fitting, key=lambda mark: _weight(mark, shape), default=None)


def _weight(mark: Mark, shape: tuple[int, int]) -> float:
    centre = np.array([shape[1], shape[0]]) / 2
    away = float(np.linalg.norm(np.array(mark.middle) - centre)) / MM
    return mark.hull_mm2 * float(np.exp(-away / _NEAR_CENTRE_MM))
