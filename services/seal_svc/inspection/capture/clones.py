"""Paper copied over paper: in a lossless file the sensor's grain is then there twice (R14)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.limits import (
    LEAST_CLONE_SHIFT_PX,
    LEAST_CLONED_MM2,
    LEAST_CLONED_PAIRS,
    LEAST_CLONED_SHARE,
    MOST_OF_ONE_COLOUR,
)
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.report import Verdict

Words = NDArray[np.uint32]
"""`(height, width)`: one whole number a pixel."""
Cells = NDArray[np.intp]
"""`(count, 2)`: row and column."""

_ONE_IN: Final = 400
"""Pixels for every one that is looked at: those of one colour, wherever they lie."""
_AROUND: Final = tuple((dy, dx) for dy in (-5, -2, 3, 6) for dx in (-6, 4))
"""Rows and columns of the pixels that are compared around each one."""
_REACH: Final = 6
_LEAST_COLOURS: Final = 4
"""Among the pixels around; fewer come twice by chance."""
_CHUNK: Final = 2**17
"""Pixels compared at a time: half a megabyte, so that they stay in the processor's cache."""


def note_clones(page: Page, book: Notebook) -> None:
    """Of a PNG, whose middle rows are held until the first crops are taken."""
    words = page.raster.exact_words()
    area = cloned_pixels(words) / page.px_per_mm**2 if words is not None else 0.0
    if area >= LEAST_CLONED_MM2:
        sign = Sentence(
            zh=f"{area:.0f} mm² 纸面是复制的", en=f"{area:.0f} mm² of paper copied from beside it"
        )
        book.note("capture.edited", Verdict.REFUSE, Facts(sign=sign))


def cloned_pixels(words: Words) -> int:
    """Pixels of the largest patch of grain that stands in the picture a second time."""
    colour = _rare_colour(words)
    cells = _cells(words, colour) if colour is not None else np.empty((0, 2), np.intp)
    if len(cells) < LEAST_CLONED_PAIRS:
        return 0
    first, second = _pairs(words, cells)
    if len(first) < LEAST_CLONED_PAIRS:
        return 0
    shifts, which, counts = np.unique(
        second - first, axis=0, return_inverse=True, return_counts=True
    )
    most = int(counts.argmax())
    far = np.abs(shifts[most]).max() >= LEAST_CLONE_SHIFT_PX
    if counts[most] < LEAST_CLONED_PAIRS or not far:
        return 0
    return _patch(first[which.reshape(-1) == most], cells)


def _rare_colour(words: Words) -> np.uint32 | None:
    """None for pages without grain, whose paper is of few colours."""
    colours, counts = np.unique(words[::29, ::31], return_counts=True)
    total = int(counts.sum())
    if counts.max() > MOST_OF_ONE_COLOUR * total:
        return None
    return np.uint32(colours[np.abs(counts - total / _ONE_IN).argmin()])


def _cells(words: Words, colour: np.uint32) -> Cells:
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


def _pairs(words: Words, cells: Cells) -> tuple[Cells, Cells]:
    """Pixels whose surroundings are the same to the last bit; patterns seen often are no grain."""
    around = np.stack([words[cells[:, 0] + dy, cells[:, 1] + dx] for dy, dx in _AROUND], axis=1)
    ordered = np.sort(around, axis=1)
    varied = (np.diff(ordered, axis=1) != 0).sum(axis=1) + 1 >= _LEAST_COLOURS
    around, cells = around[varied].astype(np.uint64), cells[varied]
    keys = np.zeros(len(around), np.uint64)
    for column in around.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(keys, kind="stable")
    _, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
    twice = starts[counts == 2]
    return cells[order[twice]], cells[order[twice + 1]]


def _patch(copied: Cells, cells: Cells) -> int:
    """Its area, if enough of what lies in it is copied; four fifths lie between the percentiles."""
    (top, left), (bottom, right) = (
        np.percentile(copied, 5, axis=0),
        np.percentile(copied, 95, axis=0),
    )
    inside = (
        (cells[:, 0] >= top) & (cells[:, 0] <= bottom)
        & (cells[:, 1] >= left) & (cells[:, 1] <= right)
    )  # fmt: skip
    if len(copied) * 0.8 < LEAST_CLONED_SHARE * inside.sum():
        return 0
    return int((bottom - top) * (right - left))
