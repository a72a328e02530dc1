"""What kind of file the bytes are, by their content; names and extensions are never believed."""

from typing import Final

from PIL import BmpImagePlugin, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from services.seal_svc.inspection.files.refusals import too_large, unreadable
from services.seal_svc.inspection.limits import MAX_BYTES, MAX_PADDING_BYTES

PLUGINS: Final[dict[str, type[ImageFile.ImageFile]]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
}
_MAGIC: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF-", "PDF"),
)
_ENDS: Final = {"JPEG": (b"\xff\xd9", 2), "PNG": (b"IEND", 8)}
"""The mark that ends a picture, and its length with what belongs to it, bytes."""
_FOREIGN: Final = (b"<script", b"<html", b"<?php", b"<svg", b"<!doctype")
_HEAD_BYTES: Final = 4096
"""Where programs that guess a file's type look."""
_ARCHIVE_END_BYTES: Final = 65_557
"""A ZIP's directory ends in a record of 22 bytes and a comment of up to 65,535 (APPNOTE 4.3.16)."""


def sniff(data: bytes) -> str:
    """JPEG, PNG, TIFF, BMP or PDF; raises FileRefusedError for anything else and for too much."""
    if len(data) > MAX_BYTES:
        raise too_large(f"{len(data) / 2**20:.0f} MiB", f"{MAX_BYTES // 2**20} MiB")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    raise unreadable("it is no picture and no PDF", "不是图像或 PDF 文件")


def refuse_hidden_file(data: bytes, name: str) -> None:
    """Raises FileRefusedError when a page, script, PDF or archive stands in or behind the picture.

    `name` is the format that `sniff` found.
    """
    head = data[:_HEAD_BYTES].lower()
    foreign = any(sign in head for sign in _FOREIGN) or (name != "PDF" and b"%pdf-" in head)
    if foreign or b"PK\x05\x06" in data[-_ARCHIVE_END_BYTES:] or _has_more(data, name):
        raise unreadable("another file is hidden in it", "其中夹带了其他文件")


def _has_more(data: bytes, name: str) -> bool:
    if name not in _ENDS:
        return False
    mark, length = _ENDS[name]
    position = data.rfind(mark)
    return position >= 0 and len(data[position + length :].strip(b"\x00\r\n ")) > MAX_PADDING_BYTES
