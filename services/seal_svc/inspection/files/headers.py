"""What a picture's header claims: density, orientation, camera, software, quantisation."""

from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageFile, TiffImagePlugin

from services.seal_svc.inspection.limits import MAX_CREDIBLE_DPI

_ORIENTATION: Final = 0x0112
_PLANES: Final = 0x011C
_MAKER: Final = (0x010F, 0x0110)
_SOFTWARE: Final = 0x0131
_EXIF_BLOCK: Final = 0x8769
_EXPOSURE_TAGS: Final = (0x829A, 0x829D, 0x8827, 0x920A, 0x9205, 0xA405)
_XMP_BYTES: Final = 20_000
"""A packet names its program at the start and may be padded at will."""


def exif_of(image: ImageFile.ImageFile) -> Image.Exif:
    """What stands before the pixels; a PNG is not decoded to look for more."""
    exif = Image.Exif()
    block = image.info.get("exif")
    if block:
        exif.load(block)
    elif isinstance(image, TiffImagePlugin.TiffImageFile):
        return image.getexif()
    return exif


def orientation(exif: Image.Exif) -> int:
    """1 to 8 (Exif 2.3, 4.6.4); 1, upright, for anything else."""
    value = exif.get(_ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def declared_dpi(image: ImageFile.ImageFile) -> float | None:
    """Across; None where nothing credible is said."""
    declared = image.info.get("dpi")
    if not declared:
        return None
    value = float(declared[0])
    return value if 0 < value < MAX_CREDIBLE_DPI else None


def camera(exif: Image.Exif) -> str | None:
    """Make and model. Scanners name themselves too; only a camera tells its exposure."""
    details = exif.get_ifd(_EXIF_BLOCK)
    if not any(tag in details for tag in _EXPOSURE_TAGS):
        return None
    return " ".join(str(exif.get(tag, "")).strip("\x00 ") for tag in _MAKER).strip() or "?"


def software(image: ImageFile.ImageFile, exif: Image.Exif) -> Iterator[str]:
    """Every text that may name the program which saved the file."""
    texts = (exif.get(_SOFTWARE), image.info.get("Software"), image.info.get("Creator Tool"))
    yield from (str(text) for text in texts if text)
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = xmp if isinstance(xmp, bytes) else str(xmp).encode()
    if packet:
        yield packet[:_XMP_BYTES].decode("utf-8", "replace")
    if image.info.get("photoshop"):
        yield "Adobe Photoshop"


def coarseness(image: ImageFile.ImageFile) -> float:
    """A JPEG's quantisation step of luma's mean, in levels; 0 for lossless files."""
    tables = getattr(image, "quantization", None)
    return tables[0][0] / 8 if tables and 0 in tables else 0.0


def rows_in_order(image: ImageFile.ImageFile) -> bool:
    """Whether it is colour at eight bits whose rows follow one another as they lie on the page."""
    raw = {t.args if isinstance(t.args, str) else (t.args or ("",))[0] for t in image.tile}
    plain = image.mode in ("RGB", "RGBA") and raw == {image.mode}
    planes = getattr(image, "tag_v2", {}).get(_PLANES, 1) != 1
    return plain and not planes and not image.info.get("interlace")
