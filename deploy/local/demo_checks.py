"""What the demo checks of the paper: page by page, and the QR code as a scanner reads it."""

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops

DPI = 150
SCAN_DPI = 300
QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""No other kind is looked for: one QR code in five hundred has a row that reads as Codabar too."""


class DemoFailed(Exception):  # noqa: N818 - names the event
    """Something came out that should not have; the message says what."""


def compare_pages(rendered: Path, received: Path, pictures: Path) -> int:
    """The number of pages; DemoFailed unless the printer received exactly what was rendered.

    Leaves the received pages as PNG in `pictures`.
    """
    ours = pages_of(rendered, pictures / "rendered")
    theirs = pages_of(received, pictures / "page")
    if len(ours) != len(theirs):
        raise DemoFailed(f"{len(ours)} pages were rendered, the printer received {len(theirs)}")
    for expected, actual in zip(ours, theirs, strict=True):
        with Image.open(expected) as one, Image.open(actual) as other:
            if one.size != other.size or ImageChops.difference(one, other).getbbox():
                raise DemoFailed(f"{actual} differs from {expected}")
        expected.unlink()
    return len(theirs)


def code_on(document: Path) -> str:
    """What the QR code of the first page ends with; DemoFailed when it cannot be read."""
    page = pages_of(document, document.with_suffix(""), dpi=SCAN_DPI, last=1)[0]
    with Image.open(page) as image:
        found = zxingcpp.read_barcodes(image, QR_CODE)
    page.unlink()
    if len(found) != 1:
        raise DemoFailed(f"{document} shows {len(found)} readable codes instead of one")
    return str(found[0].text).rsplit("/", 1)[-1]


def pages_of(document: Path, stem: Path, *, dpi: int = DPI, last: int = 99) -> list[Path]:
    """Each as a PNG beside `stem`, which loses those of before."""
    for old in stem.parent.glob(f"{stem.name}-*.png"):
        old.unlink()
    command = ["pdftoppm", "-png", "-r", str(dpi), "-l", str(last), str(document), str(stem)]
    subprocess.run(command, check=True, capture_output=True)
    return sorted(stem.parent.glob(f"{stem.name}-*.png"))
