"""Decodes a page row by row into a canvas that gives its memory back.

Only the small page and the rows kept for crops stay: the sheet's middle, or what is asked for.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from services.seal_svc.inspection.arrays import Box, Pixels
from services.seal_svc.inspection.files.canvas import Canvas, Rows
from services.seal_svc.inspection.files.sources import Source

_MIDDLE: Final = 0.45
"""Share of the sheet's height that an imprint and the paper around it are expected in."""
_MOST_KEPT: Final = 120_000_000
"""Bytes of rows that are kept for crops; more is decoded a second time."""


class _Lending:
    """Beside a file type of Pillow's: it decodes into the canvas."""

    canvas: Canvas

    def load_prepare(self) -> None:
        self.canvas.lend(self)  # type: ignore[arg-type] # a mixin of ImageFile
        super().load_prepare()  # type: ignore[misc] # likewise


class _InOrder(_Lending):
    """Pillow asks for more of the file between rows; by then finished ones are taken over."""

    def load_read(self, read_bytes: int) -> bytes:
        self.canvas.take_finished()
        return super().load_read(read_bytes)  # type: ignore[misc, no-any-return] # likewise


class _Png(_InOrder, PngImagePlugin.PngImageFile):
    pass


class StreamedJpeg(_InOrder, JpegImagePlugin.JpegImageFile):
    """Baseline and in colour; otherwise there are no finished rows before the end."""


class _Tiff(_Lending, TiffImagePlugin.TiffImageFile):
    """Decoded whole by libtiff before anything can be taken over."""


_PLUGINS: Final[dict[str, type[_Png | _Tiff]]] = {"PNG": _Png, "TIFF": _Tiff}


def streams(source: Source) -> bool:
    """Whether StreamedDecoder can read it."""
    return source.rows_in_order and source.format in _PLUGINS


class StreamedDecoder:
    """PNG and TIFF in colour; crops outside the rows that were kept cost decoding once more.

    `transparent` is known from the small page on.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._canvas: Canvas | None = None
        self.transparent = False
        width, height = source.size
        self.held = min(_MIDDLE, _MOST_KEPT / (width * height * 4))
        """Share of the rows that crops can be taken of at once, around the middle."""

    def small(self, factor: int) -> Pixels:
        """Keeps the middle rows for crops to come."""
        height = self._source.size[1]
        middle = (int(height * (1 - self.held) / 2), int(height * (1 + self.held) / 2))
        self._canvas = self._decoded([middle], factor)
        self.transparent = self._canvas.transparent
        return self._canvas.small()

    def words(self) -> NDArray[np.uint32] | None:
        """Between the small page and the first crops."""
        return self._canvas.words() if self._canvas else None

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        """Gives back the rows that were kept."""
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
    """First row and the one after the last, px, of each box."""
    return [(top, bottom) for _, top, _, bottom in boxes]
