"""Guards the door: what kind of file the bytes are, how large, and what the header tells."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from PIL import BmpImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from services.seal_svc.inspection.limits import MAX_BYTES, MAX_PIXELS

MAGIC: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF-", "PDF"),
)
PLUGINS: Final[dict[str, type[ImageFile.ImageFile]]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
}
_MODES: Final = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "I;16", "I;16B", "I;16L", "I")
_FOREIGN: Final = (b"<script", b"<html", b"<?php", b"<svg", b"<!doctype")
_MAX_SCANS: Final = 64
_ORIENTATION: Final = 0x0112
_PLANES: Final = 0x011C
_EXPOSURE_TAGS: Final = (0x829A, 0x829D, 0x8827, 0x920A, 0x9205, 0xA405)


class Refused(Exception):  # noqa: N818
    """The file cannot be inspected; `code` is a finding code and `words` fill its sentence."""

    def __init__(
        self, code: str, *, value: str | None = None, limit: str | None = None, **words: str
    ) -> None:
        super().__init__(code)
        self.code, self.value, self.limit, self.words = code, value, limit, words


def unreadable(why: str, why_zh: str) -> Refused:
    return Refused("file.unreadable", why=why, why_zh=why_zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One picture inside a file: stored size in pixels, and the header's claims."""

    data: bytes = field(repr=False)
    format: str
    size: tuple[int, int]
    mode: str
    orientation: int = 1
    declared_dpi: float | None = None
    camera: str | None = None
    software: tuple[str, ...] = ()
    coarseness: float = 0.0
    """Luma quantisation step of a JPEG's mean, in grey levels; 0 for lossless files."""
    rows_in_order: bool = False
    """Colour at eight bits whose rows follow one another as they lie on the page."""
    image: Image.Image | None = field(default=None, repr=False)


@contextmanager
def reading() -> Iterator[None]:
    """Broken files raise almost anything in a decoder; all of it means unreadable."""
    try:
        yield
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError) as error:
        raise unreadable(*_explained(error)) from error
    except (struct.error, zlib.error, ArithmeticError, AttributeError, AssertionError) as error:
        raise unreadable(*_explained(error)) from error
    except (RuntimeError, MemoryError, Image.DecompressionBombError, Warning) as error:
        raise unreadable(*_explained(error)) from error


def _explained(error: BaseException) -> tuple[str, str]:
    if "truncated" in str(error).lower():
        return "it is cut short", "文件不完整"
    return "its content is damaged", "文件内容损坏"


def sniff(data: bytes) -> str:
    """The format by content; names and extensions are never believed."""
    if len(data) > MAX_BYTES:
        raise Refused("file.too_large", value=f"{len(data) / 2**20:.0f} MiB", limit="64 MiB")
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    raise unreadable("it is no picture and no PDF", "不是图像或 PDF 文件")


def open_source(data: bytes, name: str) -> Source:
    """Reads the header only; raises Refused for what must not be decoded."""
    _refuse_polyglot(data, name)
    with reading():
        image = PLUGINS[name](BytesIO(data))
        source = _described(image, data, name)
        pages = getattr(image, "n_frames", 1)
    if pages > 1 and name != "JPEG":
        raise unreadable("it holds several pages", "文件含有多页")
    _refuse_excess(image, data)
    return source


def _described(image: ImageFile.ImageFile, data: bytes, name: str) -> Source:
    exif = _exif(image)
    orientation = _whole(exif.get(_ORIENTATION))
    upright = name == "TIFF"  # Pillow turns these itself, in another piece of memory
    return Source(
        data=data,
        format=name,
        size=image.size,
        mode=image.mode,
        orientation=1 if upright else orientation,
        declared_dpi=_declared_dpi(image),
        camera=_camera(exif),
        software=tuple(_software(image, exif)),
        coarseness=_coarseness(image),
        rows_in_order=_rows_in_order(image) and not (upright and orientation != 1),
    )


def _exif(image: ImageFile.ImageFile) -> Image.Exif:
    """What stands before the pixels; a PNG is not decoded to look for more."""
    exif = Image.Exif()
    block = image.info.get("exif")
    if block:
        exif.load(block)
    elif isinstance(image, TiffImagePlugin.TiffImageFile):
        return image.getexif()
    return exif


def _refuse_excess(image: ImageFile.ImageFile, data: bytes) -> None:
    width, height = image.size
    if width * height == 0:
        raise unreadable("it has no pixels", "没有像素")
    if width * height > MAX_PIXELS:
        raise Refused(
            "file.too_large",
            value=f"{width * height / 1e6:.0f} MP",
            limit=f"{MAX_PIXELS // 10**6} MP",
        )
    if image.mode not in _MODES:
        raise Refused("file.colour_model", value=image.mode)
    if image.info.get("progressive") and data.count(b"\xff\xda") > _MAX_SCANS:
        raise unreadable("it holds too many passes", "渐进扫描次数过多")


def _refuse_polyglot(data: bytes, name: str) -> None:
    head = data[:4096].lower()
    foreign = any(sign in head for sign in _FOREIGN) or (name != "PDF" and b"%pdf-" in head)
    if foreign or b"PK\x05\x06" in data[-65_557:] or _trailing(data, name):
        raise unreadable("another file is hidden in it", "其中夹带了其他文件")


def _trailing(data: bytes, name: str) -> bool:
    ends = {"JPEG": (b"\xff\xd9", 2), "PNG": (b"IEND", 8)}
    if name not in ends:
        return False
    mark, length = ends[name]
    position = data.rfind(mark)
    return position >= 0 and len(data[position + length :].strip(b"\x00\r\n ")) > 64


def _declared_dpi(image: ImageFile.ImageFile) -> float | None:
    declared = image.info.get("dpi")
    if not declared:
        return None
    value = float(declared[0])
    return value if 0 < value < 1_000_000 else None


def _camera(exif: Image.Exif) -> str | None:
    """Scanners name themselves too; only a camera tells its exposure."""
    details = exif.get_ifd(0x8769)
    if not any(tag in details for tag in _EXPOSURE_TAGS):
        return None
    return (
        " ".join(str(exif.get(tag, "")).strip("\x00 ") for tag in (0x010F, 0x0110)).strip() or "?"
    )


def _software(image: ImageFile.ImageFile, exif: Image.Exif) -> Iterator[str]:
    texts = (exif.get(0x0131), image.info.get("Software"), image.info.get("Creator Tool"))
    yield from (str(text) for text in texts if text)
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = xmp if isinstance(xmp, bytes) else str(xmp).encode()
    if packet:
        yield packet[:20_000].decode("utf-8", "replace")
    if image.info.get("photoshop"):
        yield "Adobe Photoshop"


def _coarseness(image: ImageFile.ImageFile) -> float:
    tables = getattr(image, "quantization", None)
    return tables[0][0] / 8 if tables and 0 in tables else 0.0


def _rows_in_order(image: ImageFile.ImageFile) -> bool:
    raw = {t.args if isinstance(t.args, str) else (t.args or ("",))[0] for t in image.tile}
    plain = image.mode in ("RGB", "RGBA") and raw == {image.mode}
    planes = getattr(image, "tag_v2", {}).get(_PLANES, 1) != 1
    return plain and not planes and not image.info.get("interlace")


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
