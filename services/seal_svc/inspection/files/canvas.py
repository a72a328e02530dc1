"""A page in memory of its own, which the system gets back as soon as it has been read.

Only the small page and the rows kept for crops stay.
"""

import mmap
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from services.seal_svc.inspection.arrays import Box, Pixels

Rows = tuple[int, int]
"""First row, and the one after the last."""

_PRIVATE: Final = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
_STEP: Final = 64
"""Rows of a strip, or the next multiple of the small page's factor."""
_PIECE: Final = 2 * 2**20
"""Memory comes and goes in pieces of one huge page: far fewer faults than by 4 KiB."""


class Canvas:
    """Four bytes a pixel, written by Pillow and taken over in strips from the top.

    Untouched memory is zero and the fourth byte of an opaque pixel is not: that tells which rows
    the decoder has finished. `kept` are the rows that crops will be taken of; `factor` is by how
    much the small page is smaller, None where none is wanted.
    """

    def __init__(
        self, image: ImageFile.ImageFile, *, kept: Iterable[Rows], factor: int | None
    ) -> None:
        width, height = self.size = image.size
        self.transparent = False
        self._mode = "RGBA" if image.mode == "RGBA" else "RGBX"
        self._memory = _memory(width * height * 4)
        self._pixels = np.frombuffer(self._memory, np.uint8).reshape(height, width, 4)
        self._kept = np.zeros(height, bool)
        for first, last in kept:
            self._kept[max(0, first) : last] = True
        self._factor, self._small = factor, list[Pixels]()
        self._step = _STEP if factor is None else -(-_STEP // factor) * factor
        self._taken = self._held_to = self._given_to = 0

    def lend(self, image: ImageFile.ImageFile) -> None:
        """The decoder writes here instead of into memory of Pillow's."""
        image._mode = self._mode  # noqa: SLF001 - what Pillow's own plugins set
        image.im = Image.frombuffer(self._mode, self.size, self._pixels, "raw", self._mode, 0, 1).im

    def take_finished(self) -> None:
        """Takes over the rows that are decoded by now."""
        last = self._taken + self._step
        while last <= self.size[1] and self._pixels[last - 1, -1, 3]:
            self._take(last)
            last += self._step

    def take_rest(self) -> None:
        """Takes over all that is left, once the decoder has ended."""
        while self._taken < self.size[1]:
            self._take(min(self._taken + self._step, self.size[1]))

    def _take(self, last: int) -> None:
        first, self._taken = self._taken, last
        if self._factor is not None:
            strip = self._opaque((0, first, self.size[0], last))
            self._small.append(np.asarray(strip.reduce(self._factor))[..., :3])
        if self._kept[first:last].any():
            self._held_to = last
        self._give_back()

    def _give_back(self) -> None:
        row = self.size[0] * 4
        start = max(self._given_to, -(-self._held_to * row // _PIECE) * _PIECE)
        end = self._taken * row // _PIECE * _PIECE
        if end > start:
            self._memory.madvise(mmap.MADV_DONTNEED, start, end - start)
            self._given_to = end

    def small(self) -> Pixels:
        """The page made smaller by `factor`, once all of it was taken over."""
        return np.concatenate(self._small)

    def holds(self, boxes: Iterable[Box]) -> bool:
        """Whether all their rows were kept."""
        return all(self._kept[y0:y1].all() for _, y0, _, y1 in boxes)

    def words(self) -> NDArray[np.uint32]:
        """A view of the rows that are kept, `(rows, width)`, one whole number a pixel."""
        rows = np.flatnonzero(self._kept)
        held = self._pixels[rows[0] : rows[-1] + 1] if len(rows) else self._pixels[:0]
        return held.view(np.uint32)[..., 0]

    def crop(self, box: Box) -> Pixels:
        """A view where the page is opaque; see `holds`."""
        x0, y0, x1, y1 = box
        if self._mode == "RGBX":
            return self._pixels[y0:y1, x0:x1, :3]
        return np.asarray(self._opaque(box))[..., :3]

    def _opaque(self, box: Box) -> Image.Image:
        """Transparency is laid on white; a scan that has any is reported as edited elsewhere."""
        x0, y0, x1, y1 = box
        size, pixels = (x1 - x0, y1 - y0), np.ascontiguousarray(self._pixels[y0:y1, x0:x1])
        if self._mode == "RGBX" or pixels[..., 3].min() == 255:
            return Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1)
        self.transparent = True
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        page = Image.new("RGB", size, "white")
        page.paste(picture, mask=picture.getchannel("A"))
        return page


def _memory(size: int) -> mmap.mmap:
    memory = mmap.mmap(-1, size, flags=_PRIVATE)
    with suppress(OSError):  # a kernel without huge pages
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory
