"""Paper copied over paper: in a lossless file the sensor's grain is then there twice (R14)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
"""Pixels as whole numbers, one a pixel."""
Points = NDArray[np.intp]

_ONE_IN: Final = 400
"""Pixels for every one that is looked at: those of one colour, wherever they lie."""
_FLAT: Final = 0.1
_AROUND: Final = tuple((dy, dx) for dy in (-5, -2, 3, 6) for dx in (-6, 4))
_REACH: Final = 6
_LEAST_COLOURS: Final = 4
_LEAST_POINTS: Final = 7
_COMPLETE: Final = 0.5
_NEAREST: Final = 40
_CHUNK: Final = 2**17


def cloned_pixels(words: Words) -> int:
    """Pixels of the largest patch of grain that stands in the picture a second time."""
    colour = _rare_colour(words)
    points = _points(words, colour) if colour is not None else np.empty((0, 2), np.intp)
    if len(points) < _LEAST_POINTS:
        return 0
    first, second = _pairs(words, points)
    if len(first) < _LEAST_POINTS:
        return 0
    shifts, which, counts = np.unique(
        second - first, axis=0, return_inverse=True, return_counts=True
    )
    most = int(counts.argmax())
    far = np.abs(shifts[most]).max() >= _NEAREST
    if counts[most] < _LEAST_POINTS or not far:
        return 0
    return _patch(first[which.reshape(-1) == most], points)


def _rare_colour(words: Words) -> np.uint32 | None:
    """None for pages without grain, whose paper is of few colours."""
    colours, counts = np.unique(words[::29, ::31], return_counts=True)
    total = int(counts.sum())
    if counts.max() > _FLAT * total:
        return None
    return np.uint32(colours[np.abs(counts - total / _ONE_IN).argmin()])


def _points(words: Words, colour: np.uint32) -> Points:
    """Rows and columns, some way from the border; eight pixels at a time are passed over."""
    flat, found = words.reshape(-1), list[NDArray[np.intp]]()
    for start in range(0, flat.size - _CHUNK + 1, _CHUNK):
        same = flat[start : start + _CHUNK] == colour
        eights = np.flatnonzero(same.view(np.uint64))
        which, at = np.nonzero(same.reshape(-1, 8)[eights])
        found.append(start + eights[which] * 8 + at)
    height, width = words.shape
    rows, columns = np.divmod(np.concatenate(found or [np.empty(0, np.intp)]), width)
    inner = (rows >= _REACH) & (rows < height - _REACH)
    inner &= (columns >= _REACH) & (columns < width - _REACH)
    return np.stack([rows[inner], columns[inner]], axis=1)


def _pairs(words: Words, points: Points) -> tuple[Points, Points]:
    """Points whose surroundings are the same to the last bit; patterns seen often are no grain."""
    around = np.stack([words[points[:, 0] + dy, points[:, 1] + dx] for dy, dx in _AROUND], axis=1)
    ordered = np.sort(around, axis=1)
    varied = (np.diff(ordered, axis=1) != 0).sum(axis=1) + 1 >= _LEAST_COLOURS
    around, points = around[varied].astype(np.uint64), points[varied]
    keys = np.zeros(len(around), np.uint64)
    for column in around.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(keys, kind="stable")
    _, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
    twice = starts[counts == 2]
    return points[order[twice]], points[order[twice + 1]]


def _patch(copied: Points, points: Points) -> int:
    """Area of the patch, if nearly all that lies in it is copied."""
    (top, left), (bottom, right) = (
        np.percentile(copied, 5, axis=0),
        np.percentile(copied, 95, axis=0),
    )
    inside = (
        (points[:, 0] >= top) & (points[:, 0] <= bottom)
        & (points[:, 1] >= left) & (points[:, 1] <= right)
    )  # fmt: skip
    if len(copied) * 0.8 < _COMPLETE * inside.sum():
        return 0
    return int((bottom - top) * (right - left))
