"""One certificate to one PDF: checked, laid out over sheets, drawn, put together.

All or nothing: whatever is missing or does not fit raises RenderError before a byte is given out.
"""

from contracts.form_models import Rect
from services.print_svc.rendering.document import CertificateDocument, Part
from services.print_svc.rendering.filling import Filling
from services.print_svc.rendering.forms import SERIAL_LABEL, Side
from services.print_svc.rendering.ink import Ink, first_baseline
from services.print_svc.rendering.metadata import describe
from services.print_svc.rendering.plan import BOLD, SERIF
from services.print_svc.rendering.preparation import ReadyDocument, images_of, prepare
from services.print_svc.rendering.qr import qr_code
from services.print_svc.rendering.refusals import NOTE_TOO_LONG, NOTE_UNPRINTABLE, RenderError
from services.print_svc.rendering.text import MissingGlyphError, Run, Style, typeface, wrap
from services.print_svc.rendering.watermarks import watermark

MARKS = "marks"


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
    return assembly.to_bytes()


class _Assembly:
    """The pages of one file, put together from drawings that they share."""

    def __init__(self, ready: ReadyDocument) -> None:
        self.form = ready.form
        self.document = ready.document
        self.canvas = ready.form.canvas()
        self.ink = Ink(self.canvas)
        for name, image in images_of(ready.document).items():
            self.canvas.keep(name, image)
        self.marks = watermark(specimen=self.document.specimen, preview=self.document.preview)
        if self.marks:
            self.canvas.keep(MARKS, self.marks)
        self.fronts = [
            ready.form.further if index else ready.form.first for index in range(len(ready.sheets))
        ]
        for side in (*self.fronts[:2], ready.form.reverse):
            if side and side.drawing and not self.canvas.hasForm(side.name):
                self.canvas.keep(side.name, side.drawing)
        self._fill(ready)

    def _fill(self, ready: ReadyDocument) -> None:
        """Each sheet's data, drawn once and shared by original and copy."""
        filling = Filling(self.document, ready.values)
        for index, (side, lines) in enumerate(zip(self.fronts, ready.sheets, strict=True), start=1):
            self.canvas.beginForm(_sheet(index))
            filling.draw(side, lines, self.ink)
            self.canvas.endForm()

    def add_part(self, part: Part) -> None:
        for number, side in enumerate(self.fronts, start=1):
            self._show(MARKS if self.marks else None, side.name, _sheet(number))
            self._draw_notes(part, number)
            self._draw_code(part, number, side)
            self.canvas.showPage()
            reverse = self.form.reverse
            self._show(MARKS if self.marks else None, reverse.name if reverse else None)
            self.canvas.showPage()

    def _show(self, *names: str | None) -> None:
        for name in names:
            if name:
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

    def to_bytes(self) -> bytes:
        document = self.document
        describe(
            self.canvas,
            title=f"{document.form.name_en} {document.certificate_no}",
            day=document.issue_date,
            keywords=document.keywords,
        )
        return bytes(self.canvas.getpdfdata())


def _sheet(number: int) -> str:
    return f"sheet-{number}"
