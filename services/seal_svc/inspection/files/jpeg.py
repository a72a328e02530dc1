"""Decodes no more of a JPEG than is looked at (ITU-T T.81)."""

import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from PIL import JpegImagePlugin

from services.seal_svc.inspection.arrays import Box, Pixels
from services.seal_svc.inspection.files.refusals import unreadable
from services.seal_svc.inspection.files.streaming import StreamedJpeg, decoded, rows_of
from services.seal_svc.inspection.files.whole import three_channels

_PROGRESSIVE: Final = 0xC2
_SOF_MARKERS: Final = (0xC0, 0xC1, _PROGRESSIVE)
_START_OF_SCAN: Final = b"\xff\xda"
_BLOCK: Final = 16
"""Rows below a crop whose halved colours still reach into it."""


class JpegDecoder:
    """Of one pass: the small page from the DC terms, crops from only the rows down to them.

    `frame` is the offset of the frame header's marker.
    """

    def __init__(self, data: bytes, frame: int) -> None:
        self._data, self._frame = data, frame

    def small(self, factor: int) -> Pixels:
        """Smaller by 1, 2, 4 or 8, the largest that is not above `factor`."""
        image = JpegImagePlugin.JpegImageFile(BytesIO(self._data))
        width, height = image.size
        scale = max(step for step in (1, 2, 4, 8) if step <= factor)
        image.draft(image.mode, (width // scale, height // scale))
        image.load()
        return three_channels(image)

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        """Baseline colour keeps only their rows; any other JPEG is decoded down to the last box."""
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
        at = self._frame + 5
        (height,) = struct.unpack(">H", self._data[at : at + 2])
        rows = min(height, bottom + _BLOCK)
        return self._data[:at] + struct.pack(">H", rows) + self._data[at + 2 :]


def start_of_frame(data: bytes) -> int:
    """Offset of the frame header's marker (B.2.2); raises FileRefusedError when there is none."""
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


def comes_in_passes(data: bytes, frame: int) -> bool:
    """Whether the whole page's coefficients must be held until the last pass has been read."""
    scan = data.find(_START_OF_SCAN, frame)
    components, in_first_scan = data[frame + 9], data[scan + 4] if 0 <= scan < len(data) - 4 else 0
    return data[frame + 1] == _PROGRESSIVE or in_first_scan != components
