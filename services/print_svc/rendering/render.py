"""One certificate to one PDF: checked, laid out over sheets, drawn, put together.

All or nothing: whatever is missing or does not fit raises RenderError before a byte is given out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.form_models import Rect
from services.print_svc.inkmarks.arrays import Bytes
from services.print_svc.rendering.beneath import NotingInk, beneath
from services.print_svc.rendering.canvas import SheetCanvas
from services.print_svc.rendering.copies import page_pictures
from services.print_svc.rendering.document import CertificateDocument, Part
from services.print_svc.rendering.filling import Filling
from services.print_svc.rendering.forms import SERIAL_LABEL, Side, language_of
from services.print_svc.rendering.ink import SHEET_HEIGHT_MM, SHEET_WIDTH_MM, Ink, first_baseline
from services.print_svc.rendering.metadata import describe
from services.print_svc.rendering.plan import BOLD, SERIF
from services.print_svc.rendering.preparation import ReadyDocument, inks_of, prepare
from services.print_svc.rendering.qr import qr_code
from services.print_svc.rendering.refusals import NOTE_TOO_LONG, NOTE_UNPRINTABLE, RenderError
from services.print_svc.rendering.text import MissingGlyphError, Run, Style, typeface, wrap
from services.print_svc.rendering.tiles import tile
from services.print_svc.rendering.watermarks import not_valid, watermark

MARKS = "marks"
NOT_VALID = "not-valid"


def check(document: CertificateDocument) -> int:
    """Number of sheets of each part; raises RenderError as `render` would for the data."""
    return len(prepare(document).sheets)


def render(document: CertificateDocument) -> bytes:
    """The PDF of all parts, fronts and backs in duplex order; the same document, the same bytes.

    PDF 1.7 (ISO 32000-1), A4 pages, not signed yet. Raises RenderError, and then gives nothing.
    """
    assembly = _Assembly(prepare(document))
    for part in document.parts:
        assembly.add_part(part)
    drawn = _closed(assembly.canvas, document)
    return _to_look_at(drawn, document) if document.preview else drawn


def _to_look_at(drawn: bytes, document: CertificateDocument) -> bytes:
    """The same pages, each one picture."""
    canvas = SheetCanvas({}, language_of(document.form))
    for number, picture in enumerate(page_pictures(drawn), start=1):
        canvas.keep(f"page-{number}", picture)
        Ink(canvas).image(f"page-{number}", Rect(0, 0, SHEET_WIDTH_MM, SHEET_HEIGHT_MM))
        canvas.showPage()
    return _closed(canvas, document)


def _closed(canvas: SheetCanvas, document: CertificateDocument) -> bytes:
    describe(
        canvas,
        title=f"{document.form.name_en} {document.certificate_no}",
        day=document.issue_date,
        keywords=document.keywords,
    )
    return bytes(canvas.getpdfdata())


@dataclass(frozen=True, slots=True)
class _PlacedStamp:
    """`beneath` is 255 where the sheet's words and lines are."""

    name: str
    area: Rect
    beneath: Bytes


@dataclass(frozen=True, slots=True)
class _Sheet:
    side: Side
    stamps: tuple[_PlacedStamp, ...]


class _Assembly:
    """The pages of one file, put together from drawings that they share."""

    def __init__(self, ready: ReadyDocument) -> None:
        self.ready = ready
        self.form = ready.form
        self.document = ready.document
        self.canvas = ready.form.canvas()
        self.ink = Ink(self.canvas)
        self.inks = inks_of(ready.document)
        self.marks = watermark(specimen=self.document.specimen, preview=self.document.preview)
        if self.marks:
            self.canvas.keep(MARKS, self.marks)
        if self.document.preview:
            self.canvas.keep(NOT_VALID, not_valid())
        self.fronts = [
            ready.form.further if index else ready.form.first for index in range(len(ready.sheets))
        ]
        self.sheets = self._sheets()
        for side in (*self.fronts[:2], ready.form.reverse):
            if side and side.drawing and not self.canvas.hasForm(side.name):
                self.canvas.keep(side.name, side.drawing)

    def _sheets(self) -> list[_Sheet]:
        """Each sheet's data, drawn once and shared by original and copy."""
        filling, sheets = Filling(self.document, self.ready.values), []
        numbered = enumerate(zip(self.fronts, self.ready.sheets, strict=True), start=1)
        for number, (side, lines) in numbered:
            ink = NotingInk(self.canvas)
            self.canvas.beginForm(_sheet(number))
            filling.draw(side, lines, ink)
            self.canvas.endForm()
            sheets.append(_Sheet(side, tuple(self._stamps(side, ink))))
        return sheets

    def _stamps(self, side: Side, ink: NotingInk) -> Iterator[_PlacedStamp]:
        for name, area in ink.stamps:
            shape = self.inks[name].weaker.shape
            dots = beneath(self.form, side, ink.marks, area, shape)
            yield _PlacedStamp(name, area, dots)

    def add_part(self, part: Part) -> None:
        for number, sheet in enumerate(self.sheets, start=1):
            self._draw_stamps(part, number, sheet)
            self._draw_marks()
            self._show(sheet.side.name, _sheet(number))
            self._draw_notes(part, number)
            self._draw_code(part, number, sheet.side)
            self.canvas.showPage()
            self._add_reverse()

    def _add_reverse(self) -> None:
        self._draw_marks()
        if self.form.reverse:
            self._show(self.form.reverse.name)
        self.canvas.showPage()

    def _draw_stamps(self, part: Part, number: int, sheet: _Sheet) -> None:
        serial, key = self.document.print_serials[part], self.document.ink_mark_key
        for stamp in sheet.stamps:
            name = f"{stamp.name}-{part}-{number}"
            self.canvas.keep(name, tile(self.inks[stamp.name], stamp.beneath, serial, key))
            self.ink.image(name, stamp.area)
            if self.document.preview:
                self.ink.inside(stamp.area, NOT_VALID)

    def _draw_marks(self) -> None:
        """Above the stamps, whose paper would hide them, and yet as if beneath their ink."""
        if self.marks:
            self.canvas.saveState()
            self.canvas.setBlendMode("Multiply")
            self._show(MARKS)
            self.canvas.restoreState()

    def _show(self, *names: str) -> None:
        for name in names:
            self.canvas.doForm(name)

    def _draw_notes(self, part: Part, number: int) -> None:
        """What differs between parts: marker, print serial and sheet count."""
        layout, sheets = self.document.form.layout, len(self.fronts)
        marker = layout.marker.original if part == "original" else layout.marker.copy_
        serial = SERIAL_LABEL + self.document.print_serials[part]
        count = layout.sheet_count.pattern.format(page=number, pages=sheets)
        small = self._style(SERIF, 7.5)
        self._note(marker, layout.marker.rect_mm, self._style(BOLD, 12.0), layout.marker.align)
        self._note(serial, layout.serial_mm, small, "left")
        self._note(count, layout.sheet_count.rect_mm, small, "right")

    def _draw_code(self, part: Part, number: int, side: Side) -> None:
        if side.qr:
            content = self.document.qr_content(part, number, len(self.fronts))
            code, area = qr_code(content, side.qr)
            name = f"code-{part}-{number}"
            self.canvas.keep(name, code)
            self.ink.image(name, area)

    def _style(self, chain: str, size: float) -> Style:
        return Style(typeface(chain, chinese=self.document.form.in_chinese), size)

    def _note(self, text: str, area: Rect, style: Style, align: str) -> None:
        try:
            rows = wrap(text, style, area.width)
        except MissingGlyphError as missing:
            raise RenderError(
                "character.missing",
                NOTE_UNPRINTABLE,
                character=missing.character,
                text=repr(text),
            ) from missing
        if len(rows) != 1:
            raise RenderError("text.too_long", NOTE_TOO_LONG, text=repr(text))
        baseline = first_baseline(area.y, style.size)
        self.ink.aligned(area, baseline, (Run(rows[0], style),), align)


def _sheet(number: int) -> str:
    return f"sheet-{number}"
