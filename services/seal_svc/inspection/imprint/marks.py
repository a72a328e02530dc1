"""Finds what stands on the sheet: the imprint, other marks, and dust, on the small page."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Contour, Mask, Pixels
from services.seal_svc.inspection.imprint.joining import joined_marks
from services.seal_svc.inspection.imprint.mark import Mark, hull_of
from services.seal_svc.inspection.limits import (
    LEAST_IMPRINT_MM,
    LEAST_INK_LEVELS,
    LEAST_INK_NOISE,
    LEAST_SEAL_RATIO,
    SPECK_MM,
    UNSEEN_EDGE_MM,
)
from services.seal_svc.inspection.page.paper import MM, Paper, strongest
from services.seal_svc.inspection.report import Kind

_JOIN_MM: Final = {"seal": 2.2, "signature": 6.0}
"""Ink that lies nearer together is one mark: letters of a seal, words of a signature."""
_MAX_CLUSTERS: Final = 400
"""Marks that are looked at one by one; of a printed page no more need be known."""
_NEAR_CENTRE_MM: Final = 60.0
"""Off the centre, where a mark weighs 1/e of what it would weigh in it."""


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
    marks = joined_marks(clusters, kind)
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
            hull = hull_of(cluster)
            rim = _followed(hull, near)
            marks.append(Mark(hull=hull, ink_mm2=len(cluster) / MM**2, rim=rim))
    return marks, specks


def _followed(hull: Contour, near: Mask) -> float:
    closed = np.concatenate([hull, hull[:1]])[:, 0].astype(np.float64)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    at = np.linspace(0, steps[-1], 200, endpoint=False)
    x, y = (np.rint(np.interp(at, steps, closed[:, axis])).astype(int) for axis in (0, 1))
    return float((near[y, x] > 0).mean())


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
