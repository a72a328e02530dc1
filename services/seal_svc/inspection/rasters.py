"""Decodes no more of a scan than is looked at: a small page, and the crops that matter."""

import struct
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from services.seal_svc.inspection.limits import MAX_DECODED_BYTES
from services.seal_svc.inspection.report import Box
from services.seal_svc.inspection.sources import PLUGINS, Refused, Source, reading, unreadable
from services.seal_svc.inspection.streaming import (
    StreamedDecoder,
    StreamedJpeg,
    decoded,
    rows_of,
    streams,
)

Pixels = NDArray[np.uint8]
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
_SIDEWAYS: Final = (5, 6, 7, 8)
_MIRRORED_X: Final = (2, 3, 7, 8)
_MIRRORED_Y: Final = (3, 4, 6, 7)
_SOF_MARKERS: Final = (0xC0, 0xC1, 0xC2)
_START_OF_SCAN: Final = b"\xff\xda"


class Decoder(Protocol):
    """Stored orientation; three channels, RGB."""

    def small(self, factor: int) -> Pixels: ...

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]: ...


class Raster:
    """One page of pixels, upright."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._decoder = _decoder(source)
        self._turn = _TURNS[source.orientation]

    @property
    def size(self) -> tuple[int, int]:
        width, height = self._source.size
        return (height, width) if self._source.orientation in _SIDEWAYS else (width, height)

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
        """The whole page at about `size`, averaged and not sampled."""
        factor = max(1, self.size[0] // size[0])
        with reading():
            small = self._turn(self._decoder.small(factor))
        page = cv2.resize(np.ascontiguousarray(small), size, interpolation=cv2.INTER_AREA)
        return np.asarray(page, np.uint8)

    def exact_words(self) -> NDArray[np.uint32] | None:
        """Pixels in the middle of a page as they came from the sensor; None where a JPEG was."""
        if self._source.format != "PNG" or not isinstance(self._decoder, StreamedDecoder):
            return None
        return self._decoder.words()

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
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
    width, height = source.size
    if source.image is not None:
        return LoadedDecoder(lambda: source.image)  # type: ignore[arg-type, return-value]
    if source.format == "JPEG":
        sof = _start_of_frame(source.data)
        if not _in_passes(source.data, sof):
            return JpegDecoder(source.data, sof)
        return LoadedDecoder(_guarded(source, width * height * 10))
    per_pixel = 1 if source.mode in ("1", "L", "P") else 4
    if streams(source) and (source.format, source.mode) == ("PNG", "RGB"):
        return StreamedDecoder(source)
    load = _guarded(source, width * height * per_pixel)
    return StreamedDecoder(source) if streams(source) else LoadedDecoder(load)


def _guarded(source: Source, needed: int) -> Callable[[], Image.Image]:
    if needed > MAX_DECODED_BYTES:
        raise Refused(
            "file.too_large",
            value=f"{needed / 1e6:.0f} MB {source.format}",
            limit=f"{MAX_DECODED_BYTES // 10**6} MB",
        )
    return lambda: PLUGINS[source.format](BytesIO(source.data))


def three_channels(image: Image.Image) -> Pixels:
    if image.mode in ("I", "I;16", "I;16B", "I;16L"):
        return np.repeat(
            (np.asarray(image).astype(np.int64) >> 8).astype(np.uint8)[..., None], 3, 2
        )
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


class JpegDecoder:
    """Baseline files: the small page from the DC terms, crops from only the rows down to them."""

    def __init__(self, data: bytes, sof: int) -> None:
        self._data, self._sof = data, sof

    def small(self, factor: int) -> Pixels:
        image = JpegImagePlugin.JpegImageFile(BytesIO(self._data))
        width, height = image.size
        scale = max(step for step in (1, 2, 4, 8) if step <= factor)
        image.draft(image.mode, (width // scale, height // scale))
        image.load()
        return three_channels(image)

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        bottom = max(box[3] for box in boxes)
        image = StreamedJpeg(BytesIO(self._cut_to(bottom)))
        if image.mode == "RGB":
            canvas = decoded(image, rows_of(boxes))
            return [canvas.crop(box) for box in boxes]
        whole = JpegImagePlugin.JpegImageFile(BytesIO(self._cut_to(bottom)))
        whole.load()
        return [three_channels(whole.crop(box)) for box in boxes]

    def _cut_to(self, bottom: int) -> bytes:
        """The same stream with a smaller height in its frame header; the decoder stops there."""
        at = self._sof + 5
        (height,) = struct.unpack(">H", self._data[at : at + 2])
        rows = min(height, bottom + 16)
        return self._data[:at] + struct.pack(">H", rows) + self._data[at + 2 :]


def _start_of_frame(data: bytes) -> int:
    """Offset of the frame header's marker."""
    position = 2
    while position + 10 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _SOF_MARKERS:
            return position
        if marker == 0xFF:
            position += 1
            continue
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        position += 2 + length
    raise unreadable("its JPEG header is damaged", "JPEG 文件头损坏")


def _in_passes(data: bytes, sof: int) -> bool:
    """Whether the whole page's coefficients must be held until the last pass has been read."""
    scan = data.find(_START_OF_SCAN, sof)
    components, in_first_scan = data[sof + 9], data[scan + 4] if 0 <= scan < len(data) - 4 else 0
    return data[sof + 1] == _SOF_MARKERS[2] or in_first_scan != components


class LoadedDecoder:
    """Formats that are decoded whole: once for the small page and its crops, then let go."""

    def __init__(self, load: Callable[[], Image.Image]) -> None:
        self._load = load
        self._image: Image.Image | None = None
        self.transparent = False

    def _loaded(self) -> Image.Image:
        if self._image is None:
            image = self._load()
            image.load()
            self.transparent = _see_through(image)
            self._image = _flattened(image) if self.transparent else image
        return self._image

    def small(self, factor: int) -> Pixels:
        image = self._loaded()
        if image.mode in ("1", "P"):
            image = image.convert("L" if image.mode == "1" else "RGB")
        return three_channels(image.reduce(factor) if factor > 1 else image)

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        image, self._image = self._loaded(), None
        parts = [image.crop(box) for box in boxes]
        del image
        return [three_channels(part) for part in parts]


def _see_through(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA") and image.getchannel("A").getextrema() != (255, 255)


def _flattened(image: Image.Image) -> Image.Image:
    """Transparency is laid on white; a scan that has any is reported as edited elsewhere."""
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page
