"""Decodes pictures that cannot be read in part."""

from collections.abc import Callable, Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from services.seal_svc.inspection.arrays import Box, Pixels
from services.seal_svc.inspection.files.formats import PLUGINS
from services.seal_svc.inspection.files.refusals import too_large
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.limits import MAX_DECODED_BYTES


def loader(source: Source, *, pixel_bytes: int) -> Callable[[], Image.Image]:
    """Opens the file when called; raises FileRefusedError now if its pixels would be too many.

    `pixel_bytes` is what the decoder holds for each of them.
    """
    width, height = source.size
    needed = width * height * pixel_bytes
    if needed > MAX_DECODED_BYTES:
        raise too_large(
            f"{needed / 1e6:.0f} MB {source.format}", f"{MAX_DECODED_BYTES // 10**6} MB"
        )
    return lambda: PLUGINS[source.format](BytesIO(source.data))


def three_channels(image: Image.Image) -> Pixels:
    """Any of Pillow's modes as RGB; of 16 bits the upper eight."""
    if image.mode in ("I", "I;16", "I;16B", "I;16L"):
        upper = (np.asarray(image).astype(np.int64) >> 8).astype(np.uint8)
        return np.repeat(upper[..., None], 3, 2)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


class WholeDecoder:
    """Decodes once for the small page and its crops, and lets go then.

    `transparent` is known from the small page on.
    """

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
        """Averages `factor` pixels each way."""
        image = self._loaded()
        if image.mode in ("1", "P"):
            image = image.convert("L" if image.mode == "1" else "RGB")
        return three_channels(image.reduce(factor) if factor > 1 else image)

    def crops(self, boxes: Sequence[Box]) -> list[Pixels]:
        """Lets go of the page, so that it would be decoded again next time."""
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
