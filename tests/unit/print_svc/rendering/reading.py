"""What a finished PDF says, read back with a library that had no part in making it."""

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from contracts.certificate_types import CertificateType
from contracts.form_models import Box, Rect

MM = 25.4 / 72
HEIGHT_MM = 297.0
HYPHEN_AT_LINE_END = "\x02"


@dataclass(frozen=True, slots=True)
class Character:
    text: str
    x: float
    baseline: float


@dataclass(frozen=True)
class Page:
    """Characters in the order of the content stream, and the edges of what is drawn (mm)."""

    characters: tuple[Character, ...]
    images: tuple[Rect, ...]
    paths: tuple[Rect, ...]

    def text_in(self, area: Rect) -> str:
        """What stands inside the area, without blanks."""
        return "".join(
            c.text
            for c in self.characters
            if area.x <= c.x <= area.right and area.y <= c.baseline <= area.bottom
        )


def squeezed(text: str) -> str:
    return "".join(text.split())


def column_texts(form: CertificateType, fronts: list[Page]) -> dict[str, str]:
    """What stands in each column of the item table, sheet after sheet, without blanks."""
    return {
        box.name: "".join(
            page.text_in(_body(form, box, sheet)) for sheet, page in enumerate(fronts)
        ).replace("(SEEATTACHMENT)", "")
        for box in form.boxes
        if box.kind == "column"
    }


def _body(form: CertificateType, box: Box, sheet: int) -> Rect:
    further = form.continuation if sheet else None
    body = (further or form.layout).table.body_mm
    return Rect(box.rect_mm.x, body.y, box.rect_mm.width, body.height)


def read(content: bytes) -> list[Page]:
    with pdfium.PdfDocument(content) as document:
        return [_page(page) for page in document]


def _page(page: pdfium.PdfPage) -> Page:
    text = page.get_textpage()
    characters = [_character(text, index) for index in range(text.count_chars())]
    objects = list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)))
    return Page(
        tuple(c for c in characters if c.text.strip()),
        tuple(_rect(o) for o in objects if o.type == raw.FPDF_PAGEOBJ_IMAGE),
        tuple(_rect(o) for o in objects if o.type == raw.FPDF_PAGEOBJ_PATH),
    )


def _character(text: pdfium.PdfTextPage, index: int) -> Character:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    shown = chr(raw.FPDFText_GetUnicode(text, index))
    shown = "-" if shown == HYPHEN_AT_LINE_END else shown
    return Character(shown, x.value * MM, HEIGHT_MM - y.value * MM)


def _rect(drawn: pdfium.PdfObject) -> Rect:
    left, bottom, right, top = (edge * MM for edge in drawn.get_bounds())
    return Rect(left, HEIGHT_MM - top, right - left, top - bottom)
