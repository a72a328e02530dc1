"""Takes the one scan out of a one-page PDF: its embedded picture, or the page drawn at 600 dpi."""

from _queue import SimpleQueue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from services.seal_svc.inspection.files.refusals import reading, too_large, unreadable
from services.seal_svc.inspection.files.sources import Source, open_source
from services.seal_svc.inspection.limits import MAX_DECODED_BYTES, MAX_PDF_OBJECTS

_DPI: Final = 600
"""At which a page is drawn whose picture cannot be taken out: what rule R9 asks for."""
_FULL_PAGE: Final = 0.97
"""Share of the page's sides from which its picture is the page itself; scanners round sizes."""
_INVISIBLE: Final = 3
"""Text render mode of ISO 32000-1, 9.3.6."""
_PIXEL_BYTES: Final = 10
"""PDFium's bitmap and Pillow's copy are held at the same time."""

# PDFium is not thread-safe. The C queue is the one lock that eventlet leaves native.
_TURN: Final[SimpleQueue[None]] = SimpleQueue()
_TURN.put(None)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    _TURN.get()
    try:
        yield
    finally:
        _TURN.put(None)


def open_pdf(data: bytes) -> Source:
    """Raises FileRefusedError unless the one page holds a picture."""
    with _one_at_a_time(), reading():
        document = pdfium.PdfDocument(data)
        try:
            if len(document) != 1:
                raise unreadable(f"the PDF has {len(document)} pages", f"PDF 有 {len(document)} 页")
            return _scan_of(document[0], data)
        finally:
            document.close()


def _scan_of(page: pdfium.PdfPage, data: bytes) -> Source:
    images, drawn = [], 0
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if count > MAX_PDF_OBJECTS:
            raise unreadable("the PDF is no scan", "PDF 不是扫描件")
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            images.append(item)
        elif not _invisible(item):
            drawn += 1
    if not images:
        raise unreadable("the PDF holds no scan", "PDF 中没有扫描图像")
    if len(images) == 1 and not drawn and _fills(images[0], page):
        return _embedded(images[0], page, data)
    return _drawn(page, data, drawn_over=drawn > 0)


def _invisible(item: pdfium.PdfObject) -> bool:
    """Scanners lay recognised text invisibly over the picture."""
    if item.type != pdfium_c.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE)


def _fills(image: pdfium.PdfImage, page: pdfium.PdfPage) -> bool:
    a, b, c, d, _, _ = image.get_matrix().get()
    upright = a > 0 and d > 0 and abs(b) < 1e-3 and abs(c) < 1e-3 and page.get_rotation() == 0
    width, height = page.get_size()
    return bool(upright and a >= _FULL_PAGE * width and d >= _FULL_PAGE * height)


def _embedded(image: pdfium.PdfImage, page: pdfium.PdfPage, data: bytes) -> Source:
    width, height = image.get_px_size()
    dpi = width / max(page.get_width(), 1.0) * 72
    if list(image.get_filters()) == ["DCTDecode"]:
        inner = open_source(bytes(image.get_data()), "JPEG")
        return Source(
            data=inner.data,
            format="JPEG",
            size=inner.size,
            mode=inner.mode,
            declared_dpi=dpi,
            software=inner.software,
            coarseness=inner.coarseness,
        )
    _refuse_excess(width, height)
    picture = image.get_bitmap(render=False).to_pil()
    return _loaded(picture, data, dpi)


def _drawn(page: pdfium.PdfPage, data: bytes, *, drawn_over: bool) -> Source:
    width, height = (side / 72 * _DPI for side in page.get_size())
    _refuse_excess(width, height)
    picture = page.render(scale=_DPI / 72).to_pil()
    return _loaded(picture, data, float(_DPI), drawn_over=drawn_over)


def _refuse_excess(width: float, height: float) -> None:
    if width * height * _PIXEL_BYTES > MAX_DECODED_BYTES:
        most = MAX_DECODED_BYTES // _PIXEL_BYTES // 10**6
        raise too_large(f"{width * height / 1e6:.0f} MP PDF", f"{most} MP")


def _loaded(picture: Image.Image, data: bytes, dpi: float, *, drawn_over: bool = False) -> Source:
    return Source(
        data=data,
        format="PDF",
        size=picture.size,
        mode=picture.mode,
        declared_dpi=dpi,
        image=picture.convert("RGB") if picture.mode != "L" else picture,
        drawn_over=drawn_over,
    )
