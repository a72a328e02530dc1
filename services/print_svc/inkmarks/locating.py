"""Where a stamp stands in a scan: first coarsely over all of it, then to a part of a dot."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import ArrayLike

from services.print_svc.inkmarks.arrays import Bytes, Floats

COARSE: Final = 3.0
FINE: Final = (6.0, 12.0)
"""Dots per mm at which a stamp is looked for, and at which its place is made exact."""
TURNS: Final = tuple(quarter + part for quarter in (0, 90, 180, 270) for part in (-2, 0, 2))
"""Degrees that are tried; what lies between them is found by the exact step."""
MARGIN_MM: Final = 4.0
LEAST_LIKENESS: Final = 0.3
STEPS: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 60, 1e-5)


class _Found(NamedTuple):
    likeness: float
    turn: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Place:
    """`to_scan` takes a point of the template (mm) to a dot of the scan: a matrix of 2 by 3.

    `likeness` is the correlation of the inks, 1 at the most.
    """

    to_scan: Floats
    likeness: float


def ink_of(template: Bytes) -> Floats:
    """The colour that a stamp's ink takes away from white paper, as RGB of 0 to 255."""
    taken = 255 - template.reshape(-1, 3).astype(np.float32)
    weight = taken.sum(axis=1)
    solid = weight >= np.percentile(weight[weight > 0.25 * weight.max()], 40)
    return np.asarray(np.median(taken[solid], axis=0), np.float32)


def strength(picture: Bytes, ink: Floats) -> Floats:
    """How much of the ink is on each dot: 0 on white paper, 1 where it is solid."""
    return np.asarray((255 - picture.astype(np.float32)) @ (ink / np.dot(ink, ink)), np.float32)


def locate(scan: Bytes, dots_per_mm: float, template: Bytes, template_dots: float) -> Place | None:
    """None where nothing looks like the stamp, in colours or at an angle of up to some degrees."""
    ink = ink_of(template)
    found = _look_over(scan, dots_per_mm, template, template_dots, ink)
    if found.likeness < LEAST_LIKENESS:
        return None
    size = np.array([template.shape[1], template.shape[0]]) / template_dots
    reach = float(np.hypot(*size)) / 2 + MARGIN_MM
    near, corner = _around(scan, dots_per_mm, (found.x, found.y), reach)
    to_near = _turned(found.turn, size / 2, np.array([found.x, found.y]) - corner / dots_per_mm)
    likeness = found.likeness
    for dots in FINE:
        pair = (_at(near, dots_per_mm, dots, ink), _at(template, template_dots, dots, ink))
        try:
            likeness, to_near = _refined(*pair, dots, to_near)
        except cv2.error:
            return None
    to_scan = to_near * dots_per_mm
    to_scan[:, 2] += corner
    return Place(np.asarray(to_scan, np.float32), float(likeness))


def _around(
    scan: Bytes, dots_per_mm: float, middle: tuple[float, float], reach: float
) -> tuple[Bytes, Floats]:
    """The part of the scan within reach of a point (mm), and its upper left corner in dots."""
    rows, columns = scan.shape[:2]
    left, top = (max(0, int((place - reach) * dots_per_mm)) for place in middle)
    right, foot = (int((place + reach) * dots_per_mm) + 1 for place in middle)
    corner = np.array([min(left, columns - 1), min(top, rows - 1)], np.float32)
    return scan[int(corner[1]) : max(foot, 1), int(corner[0]) : max(right, 1)], corner


def _look_over(
    scan: Bytes, dots_per_mm: float, template: Bytes, template_dots: float, ink: Floats
) -> _Found:
    """The middle of the stamp in mm; the scan may be cut closely around it."""
    pattern = _at(template, template_dots, COARSE, ink)
    border = max(pattern.shape)
    wide = cv2.copyMakeBorder(
        _at(scan, dots_per_mm, COARSE, ink),
        border,
        border,
        border,
        border,
        cv2.BORDER_CONSTANT,
        value=0,
    )
    tried = [_best(np.asarray(wide, np.float32), pattern, turn, border) for turn in TURNS]
    return max(tried)


def _best(wide: Floats, pattern: Floats, turn: float, border: int) -> _Found:
    half = np.array(pattern.shape[::-1]) / 2
    edge = int(np.ceil(np.hypot(*half)))
    matrix = _turned(turn, half, np.array([edge, edge]))
    turned = cv2.warpAffine(pattern, matrix, (2 * edge, 2 * edge))
    likeness = cv2.matchTemplate(wide, turned, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    return _Found(best, turn, (x + edge - border) / COARSE, (y + edge - border) / COARSE)


def _refined(scan: Floats, template: Floats, dots: float, to_scan: Floats) -> tuple[float, Floats]:
    """Correlation and matrix (mm to mm) after moving, turning, stretching and skewing a little."""
    start = np.asarray(to_scan, np.float32).copy()
    start[:, 2] *= dots
    likeness, found = cv2.findTransformECC(template, scan, start, cv2.MOTION_AFFINE, STEPS, None)
    matrix = np.array(found, np.float32)
    matrix[:, 2] /= dots
    return likeness, matrix


def _turned(degrees: float, around: ArrayLike, to: ArrayLike) -> Floats:
    """Turn around one point, which comes to lie on the other."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(
        np.column_stack([turn, np.asarray(to) - turn @ np.asarray(around)]), np.float32
    )


def _at(picture: Bytes, dots: float, wanted: float, ink: Floats) -> Floats:
    """Ink at another number of dots per mm."""
    share = wanted / dots
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return strength(np.asarray(small, np.uint8), ink)
