"""Decodes no more of a scan than is looked at: a small page, and the crops that matter."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import JPEG_BLOCK_PX, Box, Pixels
from services.seal_svc.inspection.files.jpeg import JpegDecoder, comes_in_passes, start_of_frame
from services.seal_svc.inspection.files.refusals import reading
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.files.streaming import StreamedDecoder, streams
from services.seal_svc.inspection.files.whole import WholeDecoder, loader

_TURNS: Final[dict[int, Callable[[Pixels], Pixels]]] = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: a[::-1].transpose(1, 0, 2),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: a[:, ::-1].transpose(1, 0, 2),
}
"""What makes a stored picture upright, by its orientation (Exif 2.3, 4.6.4)."""
_SIDEWAYS: Final = (5, 6, 7, 8)
_MIRRORED_X: Final = (2, 3, 7, 8)
_MIRRORED_Y: Final = (3, 4, 6, 7)
_COEFFICIENT_BYTES: Final = 10
"""For each pixel of a JPEG in passes: coefficients, two bytes a channel, and four of levels."""


class Decoder(Protocol):
    """Pixels as stored, not yet upright."""

    def small(self, factor: int) -> Pixels:
        """The whole page, smaller by about `factor`; called once, before `crops`."""
        ...

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        """At full size, in the order of the boxes, px; they lie inside the page."""
        ...


class Raster:
    """One page of pixels, upright; what decodes raises FileRefusedError for damaged files."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._decoder = _decoder(source)
        self._turn = _TURNS[source.orientation]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""
        width, height = self._source.size
        return (height, width) if self._source.orientation in _SIDEWAYS else (width, height)

    @property
    def blocks_begin(self) -> tuple[int, int]:
        """Left and top of the first whole one of a JPEG's blocks on the upright page, pixels.

        Exif may turn a page so that it begins with the cut ones.
        """
        width, height = self._source.size
        x = width % JPEG_BLOCK_PX if self._source.orientation in _MIRRORED_X else 0
        y = height % JPEG_BLOCK_PX if self._source.orientation in _MIRRORED_Y else 0
        return (y, x) if self._source.orientation in _SIDEWAYS else (x, y)

    @property
    def transparent(self) -> bool:
        """Known once the page has been decoded."""
        return getattr(self._decoder, "transparent", False)

    @property
    def at_hand(self) -> Box:
        """What can be cropped, once the small page is there, without decoding from the start."""
        width, height = self.size
        held: float = getattr(self._decoder, "held", 1.0)
        if self._source.orientation in _SIDEWAYS:
            return int(width * (1 - held) / 2), 0, int(width * (1 + held) / 2), height
        return 0, int(height * (1 - held) / 2), width, int(height * (1 + held) / 2)

    def thumbnail(self, size: tuple[int, int]) -> Pixels:
        """The whole page at `size`, width and height, averaged and not sampled."""
        factor = max(1, self.size[0] // size[0])
        with reading():
            small = self._turn(self._decoder.small(factor))
        page = cv2.resize(np.ascontiguousarray(small), size, interpolation=cv2.INTER_AREA)
        return np.asarray(page, np.uint8)

    def exact_words(self) -> NDArray[np.uint32] | None:
        """The middle rows of a PNG, `(rows, width)`, one whole number a pixel; else None.

        A JPEG's pixels are not those of the sensor. To be read before the first crops, with which
        these rows are given back.
        """
        if self._source.format != "PNG" or not isinstance(self._decoder, StreamedDecoder):
            return None
        return self._decoder.words()

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        """Copies at full size; the boxes lie inside the page."""
        with reading():
            stored = self._decoder.crops([self._stored(box) for box in boxes])
        return [np.ascontiguousarray(self._turn(pixels)) for pixels in stored]

    def _stored(self, box: Box) -> Box:
        (x0, y0, x1, y1), (width, height) = box, self._source.size
        if self._source.orientation in _SIDEWAYS:
            x0, y0, x1, y1 = y0, x0, y1, x1
        if self._source.orientation in _MIRRORED_X:
            x0, x1 = width - x1, width - x0
        if self._source.orientation in _MIRRORED_Y:
            y0, y1 = height - y1, height - y0
        return x0, y0, x1, y1


def _decoder(source: Source) -> Decoder:
    if source.image is not None:
        image = source.image
        return WholeDecoder(lambda: image)
    if source.format == "JPEG":
        frame = start_of_frame(source.data)
        if comes_in_passes(source.data, frame):
            return WholeDecoder(loader(source, pixel_bytes=_COEFFICIENT_BYTES))
        return JpegDecoder(source.data, frame)
    if streams(source) and (source.format, source.mode) == ("PNG", "RGB"):
        return StreamedDecoder(source)
    load = loader(source, pixel_bytes=1 if source.mode in ("1", "L", "P") else 4)
    return StreamedDecoder(source) if streams(source) else WholeDecoder(load)
