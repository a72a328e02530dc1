"""Decodes a page into memory of its own, which the system gets back as soon as it has been read.

Only the small page and the rows kept for crops stay: the sheet's middle, or what is asked for.
"""

import mmap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from services.seal_svc.inspection.report import Box
from services.seal_svc.inspection.sources import Source

Rows = tuple[int, int]
"""First row, and the one after the last."""

_PRIVATE: Final = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
_STEP: Final = 64
_MIDDLE: Final = 0.45
"""Share of the sheet's height that an imprint and the paper around it are expected in."""
_MOST_KEPT: Final = 120_000_000
_PIECE: Final = 2 * 2**20
"""Memory comes and goes in pieces of one huge page: far fewer faults than by 4 KiB."""


class Canvas:
    """Four bytes a pixel, written by Pillow and taken over in strips from the top.

    Untouched memory is zero and the fourth byte of an opaque pixel is not: that tells which rows
    the decoder has finished.
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
        self._factor, self._small = factor, list[NDArray[np.uint8]]()
        self._step = _STEP if factor is None else -(-_STEP // factor) * factor
        self._taken = self._held_to = self._given_to = 0

    def lend(self, image: ImageFile.ImageFile) -> None:
        """The decoder writes here instead of into memory of Pillow's."""
        image._mode = self._mode  # noqa: SLF001
        image.im = Image.frombuffer(self._mode, self.size, self._pixels, "raw", self._mode, 0, 1).im

    def take_finished(self) -> None:
        last = self._taken + self._step
        while last <= self.size[1] and self._pixels[last - 1, -1, 3]:
            self._take(last)
            last += self._step

    def take_rest(self) -> None:
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

    def small(self) -> NDArray[np.uint8]:
        return np.concatenate(self._small)

    def holds(self, boxes: Iterable[Box]) -> bool:
        return all(self._kept[y0:y1].all() for _, y0, _, y1 in boxes)

    def words(self) -> NDArray[np.uint32]:
        """The rows that are held, one number a pixel."""
        rows = np.flatnonzero(self._kept)
        held = self._pixels[rows[0] : rows[-1] + 1] if len(rows) else self._pixels[:0]
        return held.view(np.uint32)[..., 0]

    def crop(self, box: Box) -> NDArray[np.uint8]:
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


class _Lending:
    """Beside a file type of Pillow's: it decodes into the canvas."""

    canvas: Canvas

    def load_prepare(self) -> None:
        self.canvas.lend(self)  # type: ignore[arg-type]
        super().load_prepare()  # type: ignore[misc]


class _InOrder(_Lending):
    """Pillow asks for more of the file between rows; by then finished ones are taken over."""

    def load_read(self, read_bytes: int) -> bytes:
        self.canvas.take_finished()
        return super().load_read(read_bytes)  # type: ignore[misc, no-any-return]


class _Png(_InOrder, PngImagePlugin.PngImageFile):
    pass


class StreamedJpeg(_InOrder, JpegImagePlugin.JpegImageFile):
    """Baseline and in colour; otherwise there are no finished rows before the end."""


class _Tiff(_Lending, TiffImagePlugin.TiffImageFile):
    """Decoded whole by libtiff before anything can be taken over."""


_PLUGINS: Final[dict[str, type[_Png | _Tiff]]] = {"PNG": _Png, "TIFF": _Tiff}


def streams(source: Source) -> bool:
    return source.rows_in_order and source.format in _PLUGINS


class StreamedDecoder:
    """Crops outside the rows that were kept cost decoding once more."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._canvas: Canvas | None = None
        self.transparent = False
        width, height = source.size
        self.held = min(_MIDDLE, _MOST_KEPT / (width * height * 4))
        """Share of the rows that crops can be taken of at once, around the middle."""

    def small(self, factor: int) -> NDArray[np.uint8]:
        height = self._source.size[1]
        middle = (int(height * (1 - self.held) / 2), int(height * (1 + self.held) / 2))
        self._canvas = self._decoded([middle], factor)
        self.transparent = self._canvas.transparent
        return self._canvas.small()

    def words(self) -> NDArray[np.uint32] | None:
        """Between the small page and the first crops."""
        return self._canvas.words() if self._canvas else None

    def crops(self, boxes: Sequence[Box]) -> list[NDArray[np.uint8]]:
        canvas, self._canvas = self._canvas, None
        if canvas is None or not canvas.holds(boxes):
            canvas = self._decoded(rows_of(boxes), None)
        return [canvas.crop(box) for box in boxes]

    def _decoded(self, kept: Iterable[Rows], factor: int | None) -> Canvas:
        image = _PLUGINS[self._source.format](BytesIO(self._source.data))
        return decoded(image, kept, factor)


def decoded(
    image: _Png | _Tiff | StreamedJpeg, kept: Iterable[Rows], factor: int | None = None
) -> Canvas:
    """The rows in `kept`, and the page made smaller by `factor` if there is one."""
    image.canvas = Canvas(image, kept=kept, factor=factor)
    image.load()
    image.canvas.take_rest()
    return image.canvas


def rows_of(boxes: Iterable[Box]) -> list[Rows]:
    return [(top, bottom) for _, top, _, bottom in boxes]
