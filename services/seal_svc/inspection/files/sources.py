"""Opens a picture as far as its header, and refuses what must not be decoded."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile

from services.seal_svc.inspection.files import headers
from services.seal_svc.inspection.files.formats import PLUGINS, refuse_hidden_file
from services.seal_svc.inspection.files.refusals import (
    FileRefusedError,
    reading,
    too_large,
    unreadable,
)
from services.seal_svc.inspection.findings import Facts
from services.seal_svc.inspection.limits import MAX_PASSES, MAX_PIXELS

_MODES: Final = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "I;16", "I;16B", "I;16L", "I")
"""What `three_channels` knows to turn into RGB (R9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One picture inside a file, not yet decoded, and the header's claims.

    `size` is width and height as stored, pixels; `orientation` the turn that makes it upright
    (Exif 2.3, 4.6.4); `mode` is Pillow's.
    """

    data: bytes = field(repr=False)
    format: str
    size: tuple[int, int]
    mode: str
    orientation: int = 1
    declared_dpi: float | None = None
    camera: str | None = None
    software: tuple[str, ...] = ()
    coarseness: float = 0.0
    """Luma quantisation step of a JPEG's mean, in levels; 0 for lossless files."""
    rows_in_order: bool = False
    """Colour at eight bits whose rows follow one another as they lie on the page."""
    image: Image.Image | None = field(default=None, repr=False)
    """The picture itself where the file was no picture: a drawn page of a PDF."""
    drawn_over: bool = False
    """Whether a PDF has text or lines besides its pictures."""


def open_source(data: bytes, name: str) -> Source:
    """Reads the header only; raises FileRefusedError for what must not be decoded.

    `name` is one of the formats in `PLUGINS`.
    """
    refuse_hidden_file(data, name)
    with reading():
        image = PLUGINS[name](BytesIO(data))
        source = _described(image, data, name)
        pages = getattr(image, "n_frames", 1)
    if pages > 1 and name != "JPEG":
        raise unreadable("it holds several pages", "文件含有多页")
    _refuse_excess(image, data)
    return source


def _described(image: ImageFile.ImageFile, data: bytes, name: str) -> Source:
    exif = headers.exif_of(image)
    orientation = headers.orientation(exif)
    upright = name == "TIFF"  # Pillow turns these itself, in another piece of memory
    return Source(
        data=data,
        format=name,
        size=image.size,
        mode=image.mode,
        orientation=1 if upright else orientation,
        declared_dpi=headers.declared_dpi(image),
        camera=headers.camera(exif),
        software=tuple(headers.software(image, exif)),
        coarseness=headers.coarseness(image),
        rows_in_order=headers.rows_in_order(image) and not (upright and orientation != 1),
    )


def _refuse_excess(image: ImageFile.ImageFile, data: bytes) -> None:
    width, height = image.size
    if width * height == 0:
        raise unreadable("it has no pixels", "没有像素")
    if width * height > MAX_PIXELS:
        raise too_large(f"{width * height / 1e6:.0f} MP", f"{MAX_PIXELS // 10**6} MP")
    if image.mode not in _MODES:
        raise FileRefusedError("file.colour_model", Facts(value=image.mode))
    if image.info.get("progressive") and data.count(b"\xff\xda") > MAX_PASSES:
        raise unreadable("it holds too many passes", "渐进扫描次数过多")
