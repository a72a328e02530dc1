"""Fits circle, ellipse or rectangle to the outer edge of the ink, in spite of gaps and dust."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Mask, Points
from services.seal_svc.inspection.imprint.ellipses import ellipse_distance, turned
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.imprint.lines import has_lines
from services.seal_svc.inspection.limits import LEAST_FIT, ROUND_RATIO
from services.seal_svc.inspection.report import Kind, Shape

_BINS: Final = 360
"""Directions in which the rim is looked for."""
_SURE_FIT: Final = 0.9
"""An ellipse that fits so well is not compared with a rectangle."""
_MAX_POINTS: Final = 1800
"""Of the ink's edge; more do not make the fit better."""
_LEAST_POINTS: Final = 50
_LEAST_SIDE: Final = 8
"""Fewer points and shorter sides, in pixels, are no outline."""
_RAGGED_MM: Final = 0.1
"""By which the letters of a line end unevenly."""
_OUTERMOST: Final = 97.0
"""Percentile of a side's edge that counts as its outermost ink; beyond lies dust."""
_STEPS: Final = 1.0
"""Pixels by which the steps of a straight edge stray from it."""
_NEAR_MM: Final = 0.28
"""How far off the outline its ink may lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """In pixels of the crop; `length` runs along `angle`, degrees clockwise from horizontal.

    Both sizes are taken over the ink's outer edge; for a shape with sides `length` is the longer.
    """

    shape: Shape
    centre: tuple[float, float]
    length: float
    width: float
    angle: float
    fit: float
    """Share of directions in which the ink reaches the outline."""
    gap: float
    """Widest run of directions without rim, degrees."""
    spread: float = 0.0
    """By how much the ink's edge strays from the outline, standard deviation."""

    def polygon(self) -> Points:
        """The outline itself, `(180, 2)` for round and oval and `(4, 2)` for a rectangle."""
        if self.shape in ("round", "oval"):
            turn = np.linspace(0, 2 * np.pi, 181)[:-1]
            local = np.stack(
                [np.cos(turn) * self.length / 2, np.sin(turn) * self.width / 2], axis=1
            )
        else:
            half = np.array([self.length, self.width]) / 2
            local = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
        return np.asarray(turned(local, self.angle) + np.array(self.centre))

    def filled(self, like: Mask, band: float) -> Mask:
        """As large as `like`: 1 inside, and on a band of so many pixels along the outline."""
        area = np.zeros_like(like)
        polygon = np.rint(self.polygon()).astype(np.int32)
        cv2.fillPoly(area, [polygon], 1)
        cv2.polylines(area, [polygon], True, 1, int(band) | 1)
        return area


def outline_of(imprint: Imprint, px_per_mm: float, kind: Kind) -> Outline:
    """A seal's rim, or the upright box of handwriting and of a seal whose shape is unknown.

    Strokes of another colour are left out; which of the two is the seal shows in the fit.
    """
    if kind == "signature":
        return bounding(imprint.mask)
    mask, foreign = imprint.mask, imprint.foreign
    layers = [mask]
    if foreign.any():
        layers = [np.asarray(mask & (foreign ^ 1), np.uint8), mask & foreign]
    fits = [fit for fit in (fit_outline(layer, px_per_mm) for layer in layers) if fit]
    best = max(fits, key=lambda fit: fit.fit, default=None)
    if best is None or best.fit < _SURE_FIT:
        best = text_block(mask, px_per_mm) or best
    return bounding(mask) if best is None else best


def fit_outline(mask: Mask, px_per_mm: float) -> Outline | None:
    """None when the ink's edge is none of the three shapes."""
    edge = _outer_points(mask)
    edge = edge[:: max(1, len(edge) // _MAX_POINTS)]
    if len(edge) < _LEAST_POINTS:
        return None
    tolerance = max(2.0, _NEAR_MM * px_per_mm)
    elliptic = _ellipse(edge, tolerance)
    if elliptic and elliptic.fit >= _SURE_FIT:
        return elliptic
    candidates = [elliptic, _rectangle(edge, tolerance)]
    best = max((c for c in candidates if c), key=lambda outline: outline.fit, default=None)
    return best if best is not None and best.fit >= LEAST_FIT else None


def text_block(mask: Mask, px_per_mm: float) -> Outline | None:
    """The smallest rectangle around lines of text without a rim; None for any other ink."""
    rows, columns = np.nonzero(mask[::2, ::2])
    if len(rows) < _LEAST_POINTS:
        return None
    hull = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
    (x, y), (one, other), angle = cv2.minAreaRect(hull)
    if other > one:
        one, other, angle = other, one, angle + 90
    if not has_lines(mask, angle, px_per_mm):
        return None
    return Outline(
        shape="rectangle",
        centre=(x * 2 + 0.5, y * 2 + 0.5),
        length=one * 2 + 1.5,
        width=other * 2 + 1.5,
        angle=_upright(angle),
        fit=1.0,
        gap=0.0,
        spread=_RAGGED_MM * px_per_mm,
    )


def bounding(mask: Mask) -> Outline:
    """The ink's upright box, which is all that handwriting has."""
    x, y, width, height = cv2.boundingRect(mask)
    return Outline(
        shape="handwriting",
        centre=(x + (width - 1) / 2, y + (height - 1) / 2),
        length=float(width),
        width=float(height),
        angle=0.0,
        fit=1.0,
        gap=0.0,
    )


def _outer_points(mask: Mask) -> Points:
    """First and last ink of every row and column: cheap, and complete for convex outlines."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return np.empty((0, 2))
    wide, tall = mask[rows], mask.T[columns]
    left, right = wide.argmax(axis=1) - 0.5, mask.shape[1] - 0.5 - wide[:, ::-1].argmax(axis=1)
    top, bottom = tall.argmax(axis=1) - 0.5, mask.shape[0] - 0.5 - tall[:, ::-1].argmax(axis=1)
    return np.concatenate(
        [
            np.stack([left, rows], 1),
            np.stack([right, rows], 1),
            np.stack([columns, top], 1),
            np.stack([columns, bottom], 1),
        ]
    ).astype(np.float64)


def _ellipse(edge: Points, tolerance: float) -> Outline | None:
    hull = cv2.convexHull(edge.astype(np.float32))[:, 0]
    kept = _spread(hull.astype(np.float64))
    fitted = None
    for width in (6.0, 3.0, 2.0, 1.0, 1.0):
        if len(kept) < 12:
            return None
        fitted = cv2.fitEllipseDirect(kept.astype(np.float32))
        if min(fitted[1]) < _LEAST_SIDE or not np.isfinite(fitted[1]).all():
            return None
        off = ellipse_distance(edge, fitted)
        kept = edge[np.abs(off) < tolerance * width]
    assert fitted is not None  # noqa: S101 - for the type checker
    return _elliptic(edge, fitted, tolerance)


def _elliptic(edge: Points, fitted: cv2.typing.RotatedRect, tolerance: float) -> Outline:
    centre, (one, other), angle = fitted
    long, short = max(one, other), min(one, other)
    angle = angle if one >= other else angle + 90
    off = ellipse_distance(edge, fitted)
    near = np.abs(off) < tolerance
    fit, gap = _rim(edge, (float(centre[0]), float(centre[1])), near)
    is_round = long / short < ROUND_RATIO
    return Outline(
        shape="round" if is_round else "oval",
        centre=(float(centre[0]), float(centre[1])),
        length=float(long),
        width=float(short),
        angle=_upright(angle),
        fit=fit,
        gap=gap,
        spread=float(off[near].std()) if near.any() else 0.0,
    )


def _rectangle(edge: Points, tolerance: float) -> Outline | None:
    box = cv2.minAreaRect(cv2.convexHull(edge.astype(np.float32)))
    centre, angle = np.array(box[0]), float(box[2])
    for _ in range(3):
        local = turned(edge - centre, -angle)
        sides = [_side(local, axis, sign, tolerance) for axis in (0, 1) for sign in (-1, 1)]
        angle += float(np.median([slope for _, slope in sides]))
    local = turned(edge - centre, -angle)
    (x0, _), (x1, _), (y0, _), (y1, _) = (
        _side(local, axis, sign, tolerance) for axis in (0, 1) for sign in (-1, 1)
    )
    length, width = x1 - x0, y1 - y0
    if min(length, width) < _LEAST_SIDE:
        return None
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    off = np.abs(local - middle) - np.array([length, width]) / 2
    near = (np.abs(off.max(axis=1)) < tolerance) & (off.min(axis=1) < tolerance)
    centre = centre + turned(middle[None], angle)[0]
    fit, gap = _rim(edge, (float(centre[0]), float(centre[1])), near)
    if width > length:
        length, width, angle = width, length, angle + 90
    return Outline(
        shape="rectangle",
        centre=(float(centre[0]), float(centre[1])),
        length=float(length),
        width=float(width),
        angle=_upright(angle, square=length / width < ROUND_RATIO),
        fit=fit,
        gap=gap,
        spread=float(off.max(axis=1)[near].std()) if near.any() else 0.0,
    )


def _side(local: Points, axis: int, sign: int, tolerance: float) -> tuple[float, float]:
    """Position of one side and how far it leans, degrees; the outermost dust is passed over."""
    depth = local[:, axis] * sign
    across = local[:, 1 - axis]
    reach = float(np.percentile(depth, 96))
    near = np.abs(depth - reach) < 2.5 * tolerance
    if near.sum() < 10:
        return reach * sign, 0.0
    slope, offset = _line(across[near], depth[near])
    kept = np.abs(depth - slope * across - offset) < tolerance
    if kept.sum() > 10:
        slope, offset = _line(across[kept], depth[kept])
    strayed = depth[near] - slope * across[near] - offset
    offset += max(0.0, float(np.percentile(strayed, _OUTERMOST)) - _STEPS)
    lean = float(np.degrees(np.arctan(slope))) * sign
    return offset * sign, lean if axis == 1 else -lean


def _line(x: Points, y: Points) -> tuple[float, float]:
    mean_x, mean_y = float(x.mean()), float(y.mean())
    spread = float(((x - mean_x) ** 2).sum())
    slope = float(((x - mean_x) * (y - mean_y)).sum()) / spread if spread > 1 else 0.0
    return slope, mean_y - slope * mean_x


def _rim(edge: Points, centre: tuple[float, float], near: NDArray[np.bool_]) -> tuple[float, float]:
    """Share of directions with rim, and the widest gap in degrees."""
    angles = np.degrees(np.arctan2(edge[:, 1] - centre[1], edge[:, 0] - centre[0])) % 360
    bins = (angles * _BINS / 360).astype(int) % _BINS
    reached = np.zeros(_BINS, bool)
    reached[bins[near]] = True
    if not reached.any():
        return 0.0, 360.0
    present = np.flatnonzero(reached)
    gaps = np.diff(np.append(present, present[0] + _BINS)) - 1
    return float(reached.mean()), float(gaps.max()) * 360 / _BINS


def _spread(hull: Points) -> Points:
    """Points at even distances along the hull, so that straight stretches do not go unheard."""
    closed = np.vstack([hull, hull[:1]])
    steps = np.hypot(*np.diff(closed, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, length[-1], _BINS, endpoint=False)
    return np.stack([np.interp(at, length, closed[:, i]) for i in (0, 1)], axis=1)


def _upright(angle: float, *, square: bool = False) -> float:
    period = 90.0 if square else 180.0
    turned = angle % period
    return turned - period if turned > period / 2 else turned
