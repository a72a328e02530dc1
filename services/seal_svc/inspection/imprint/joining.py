"""Marks that are one imprint: letters in a rim, pieces of a worn rim, lines of a rimless stamp."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Contour
from services.seal_svc.inspection.imprint.ellipses import ellipse_distance
from services.seal_svc.inspection.imprint.mark import Mark, hull_of
from services.seal_svc.inspection.page.paper import MM
from services.seal_svc.inspection.report import Kind

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
_LARGEST_MM: Final = 66.0
"""Across the pieces of one rim; the largest seal allowed is 55 mm long."""
_BOXED: Final = 0.96
"""Share of the smallest rectangle around pieces that their hull fills, to be called one."""
_MOST_PIECES: Final = 40
"""Marks that are looked at for pieces of a rim."""
_LINE_RATIO: Final = 2.2
_LINE_MM: Final = 10.0
"""Least length over height, and most height, of a line of text."""
_LEADING: Final = 1.5
"""Heights of a line that lie between two lines of one stamp at most."""
_LEAN_DEGREES: Final = 8.0
"""Between lines of one stamp."""
_STROKE_MM: Final = 9.0
"""Between a stroke of handwriting and the rest of it."""


def joined_marks(marks: list[Mark], kind: Kind) -> list[Mark]:
    """One mark for each imprint, largest hull first."""
    if kind == "signature":
        return _merged(marks, lambda big, mark: _close(big, mark, _STROKE_MM))
    whole = _merged(marks, lambda big, mark: _overlap(big, mark) or _are_halves(big, mark))
    return _merged(_ring_of_pieces(whole), _are_lines)


def _ring_of_pieces(marks: list[Mark]) -> list[Mark]:
    """A worn rim in more than two pieces, and the text that stands in it."""
    for big in marks[:2]:
        near = _reached(big, marks[:_MOST_PIECES])
        hull = hull_of(np.concatenate([mark.hull for mark in near]))
        if len(near) > 2 and _is_one_rim(hull) and all(_is_piece(mark, hull) for mark in near):
            ink = sum(mark.ink_mm2 for mark in near)
            rest = [mark for mark in marks if mark not in near]
            return [Mark(hull=hull, ink_mm2=ink, rim=_OPEN_RIM), *rest]
    return marks


def _reached(big: Mark, marks: list[Mark]) -> list[Mark]:
    """What lies near it, and near that again."""
    near, added = [big], True
    while added:
        more = [m for m in marks if m not in near and any(_close(n, m, _TEAR_MM) for n in near)]
        near, added = near + more, bool(more)
    return near


def _is_one_rim(hull: Contour) -> bool:
    _, sides, _ = cv2.minAreaRect(hull)
    if max(sides) > _LARGEST_MM * MM:
        return False
    return _is_oval(hull) or cv2.contourArea(hull) >= _BOXED * sides[0] * sides[1]


def _is_piece(mark: Mark, hull: Contour) -> bool:
    """Not an imprint of its own: open, or much smaller than the whole."""
    return mark.rim <= _OPEN_RIM or mark.hull_mm2 * MM**2 < 0.25 * cv2.contourArea(hull)


def _are_lines(one: Mark, other: Mark) -> bool:
    """Lines of text that stand under one another, as on a stamp without a rim."""
    first, second = _line(one), _line(other)
    if first is None or second is None:
        return False
    apart = abs((first[1] - second[1] + 90) % 180 - 90)
    return apart <= _LEAN_DEGREES and _close(one, other, _LEADING * min(first[0], second[0]))


def _line(mark: Mark) -> tuple[float, float] | None:
    """Height in mm and lean in degrees; None for what is no line."""
    _, (one, other), angle = cv2.minAreaRect(mark.hull)
    long, high = max(one, other) / MM, max(min(one, other) / MM, 1.0)
    lean = angle if one >= other else angle + 90
    return (high, lean) if long >= _LINE_RATIO * high and high <= _LINE_MM else None


def _merged(marks: list[Mark], together: Callable[[Mark, Mark], bool]) -> list[Mark]:
    """Largest first; what belongs together becomes one mark, until nothing does."""
    marks = sorted(marks, key=lambda mark: -mark.hull_mm2)
    merged: list[Mark] = []
    for mark in marks:
        for index, big in enumerate(merged):
            if together(big, mark):
                hull = hull_of(np.concatenate([big.hull, mark.hull]))
                merged[index] = Mark(hull=hull, ink_mm2=big.ink_mm2 + mark.ink_mm2, rim=big.rim)
                break
        else:
            merged.append(mark)
    return merged if len(merged) == len(marks) else _merged(merged, together)


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
    hull = hull_of(np.concatenate([one.hull, other.hull]))
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
