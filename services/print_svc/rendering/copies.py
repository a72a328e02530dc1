"""A copy to look at (R65): each page of a document as one coarse picture, with nothing beside it.

Stamps, words, lines and marks are the same dots then, and no stamp is left to be taken out.
"""

import io
from _queue import SimpleQueue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from services.print_svc.rendering.kept import Kept, Value, entries_of

DPI: Final = 149.9
"""PDFium rounds up to whole dots, and 150 is the most that a copy may have."""
QUALITY: Final = 85

# PDFium is not thread-safe. The C queue is the one lock that eventlet leaves native.
_TURN: Final[SimpleQueue[None]] = SimpleQueue()
_TURN.put(None)


def page_pictures(pdf: bytes) -> list[Kept]:
    """JPEG of each page, at most 150 dpi; viewers decode it without help, unlike JPEG 2000."""
    with _one_at_a_time(), pdfium.PdfDocument(pdf) as document:
        drawn = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    return [_jpeg(picture) for picture in drawn]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    _TURN.get()
    try:
        yield
    finally:
        _TURN.put(None)


def _jpeg(picture: Image.Image) -> Kept:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=QUALITY)
    packed = content.getvalue()
    entries: dict[str, Value] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": "/DeviceRGB",
        "BitsPerComponent": 8,
        "Filter": "/DCTDecode",
        "Length": len(packed),
    }
    return Kept(entries_of(entries), packed)
