"""One certificate to one PDF: checked, laid out over sheets, drawn, put together.

All or nothing: whatever is missing or does not fit raises RenderError before a byte is given out.
"""

import zlib
from collections.abc import Mapping
from typing import Final

from contracts.form_models import Rect
from services.print_svc.rendering.document import CertificateDocument, Part, RenderError
from services.print_svc.rendering.filling import Filling
from services.print_svc.rendering.forms import SERIAL_LABEL, Side
from services.print_svc.rendering.images import PdfImage
from services.print_svc.rendering.ink import Ink, first_baseline
from services.print_svc.rendering.metadata import Metadata, add_info, add_output_intent, add_xmp
from services.print_svc.rendering.pdf import PdfFile
from services.print_svc.rendering.plan import BOLD, SERIF
from services.print_svc.rendering.preparation import ReadyDocument, images_of, prepare
from services.print_svc.rendering.qr import draw_qr
from services.print_svc.rendering.structure import PageStructure, add_structure
from services.print_svc.rendering.subsets import EmbeddedFont, stream
from services.print_svc.rendering.text import MissingGlyphError, Run, Style, typeface, wrap
from services.print_svc.rendering.watermarks import watermark

MEDIA_BOX: Final = b"[0 0 595.276 841.89]"
VIEWING: Final = b"<</DisplayDocTitle true/Duplex/DuplexFlipLongEdge/PrintScaling/None>>"


def check(document: CertificateDocument) -> int:
    """Number of sheets of each part; raises RenderError as `render` would for the data."""
    return len(prepare(document).sheets)


def render(document: CertificateDocument) -> bytes:
    """The PDF of all parts, fronts and backs in duplex order; the same document, the same bytes."""
    ready = prepare(document)
    return _Assembly(ready, images_of(document)).to_bytes()


class _Assembly:
    """The objects of one file; every number is given out in the same order for the same data."""

    def __init__(self, ready: ReadyDocument, images: Mapping[str, PdfImage]) -> None:
        self.ready = ready
        self.document = ready.document
        self.codes = ready.form.fresh_codes()
        self.pdf = PdfFile()
        self.catalog, self.pages, self.resources = (self.pdf.reserve() for _ in range(3))
        self.images = {name: self._add_image(image) for name, image in images.items()}
        self.structures: list[PageStructure] = []

    def to_bytes(self) -> bytes:
        marks = watermark(specimen=self.document.specimen, preview=self.document.preview)
        before = [self._add_stream(marks)] if marks else []
        sides = self._add_sides()
        fronts = self._add_fronts()
        for part in self.document.parts:
            for number, (side, filled, figures) in enumerate(fronts, start=1):
                own = self._add_stream(zlib.compress(self._sheet_content(part, number, side)))
                self._add_front([*before, sides[id(side)], filled, own], side, figures)
                self._add_back(before, sides)
        return self._finish()

    def _add_stream(self, compressed: bytes) -> int:
        return self.pdf.add(stream(compressed, b"/Filter/FlateDecode"))

    def _add_image(self, image: PdfImage) -> int:
        return self.pdf.add(image.body(self.pdf.add(image.mask)))

    def _add_sides(self) -> dict[int, int]:
        form = self.ready.form
        sides = {id(side): side for side in (form.first, form.further, form.reverse) if side}
        if len(self.ready.sheets) == 1 and form.further is not form.first:
            del sides[id(form.further)]
        return {key: self._add_stream(side.drawing) for key, side in sides.items()}

    def _add_fronts(self) -> list[tuple[Side, int, list[str]]]:
        """Each sheet's data, drawn once and shared by original and copy."""
        filling = Filling(self.document, self.ready.values)
        fronts = []
        for index, lines in enumerate(self.ready.sheets):
            side = self.ready.form.further if index else self.ready.form.first
            ink = Ink(self.codes)
            figures = filling.draw(side, lines, ink)
            fronts.append((side, self._add_stream(zlib.compress(ink.content)), figures))
        return fronts

    def _sheet_content(self, part: Part, number: int, side: Side) -> bytes:
        """What differs between parts: marker, print serial, sheet count and code."""
        layout, sheets = self.document.form.layout, len(self.ready.sheets)
        marker = layout.marker.original if part == "original" else layout.marker.copy_
        serial = SERIAL_LABEL + self.document.print_serials[part]
        count = layout.sheet_count.pattern.format(page=number, pages=sheets)
        ink = Ink(self.codes)
        with ink.artifact():
            place = layout.marker
            self._note(ink, marker, place.rect_mm, self._style(BOLD, 12.0), place.align)
            self._note(ink, serial, layout.serial_mm, self._style(SERIF, 7.5), "left")
            self._note(ink, count, layout.sheet_count.rect_mm, self._style(SERIF, 7.5), "right")
            if side.qr:
                draw_qr(ink, self.document.qr_content(part, number, sheets), side.qr)
        return ink.content

    def _style(self, chain: str, size: float) -> Style:
        return Style(typeface(chain, chinese=self.document.form.in_chinese), size)

    def _note(self, ink: Ink, text: str, area: Rect, style: Style, align: str) -> None:
        try:
            rows = wrap(text, style, area.width)
        except MissingGlyphError as missing:
            raise RenderError(
                "character.missing", f"{text!r} cannot be printed", character=missing.character
            ) from missing
        if len(rows) != 1:
            raise RenderError("text.too_long", f"{text!r} does not fit on one line")
        baseline = first_baseline(area.y, style.size)
        ink.aligned(area, baseline, (Run(rows[0], style),), align)

    def _add_front(self, contents: list[int], side: Side, figures: list[str]) -> None:
        structure = self._add_page(contents)
        structure.add(b"H1", (0, 1) if side.number_at else (0,))
        for index in range(1, len(side.boxes) + 1):
            structure.add(b"P", (2 * index, 2 * index + 1))
        for index, alternative in enumerate(figures):
            structure.add(b"Figure", (2 * side.elements + index,), alternative)

    def _add_back(self, before: list[int], sides: Mapping[int, int]) -> None:
        """The overleaf notes, or an empty page that keeps the next front off this sheet's back."""
        side = self.ready.form.reverse
        if side is None:
            self._add_page(before)
            return
        structure = self._add_page([*before, sides[id(side)]])
        structure.add(b"H1", (0,))
        for index in range(1, side.elements):
            structure.add(b"P", (2 * index,))

    def _add_page(self, contents: list[int]) -> PageStructure:
        key = len(self.structures)
        references = b" ".join(b"%d 0 R" % number for number in contents)
        page = self.pdf.add(
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents[%b]"
            b"/StructParents %d/Tabs/S>>" % (self.pages, MEDIA_BOX, self.resources, references, key)
        )
        structure = PageStructure(page)
        self.structures.append(structure)
        return structure

    def _finish(self) -> bytes:
        pdf, document = self.pdf, self.document
        subsets = self.ready.form.subsets(self.codes)
        fonts = b"".join(_add_font(pdf, key, font) for key, font in subsets.items())
        images = b"".join(b"/%b %d 0 R" % (n.encode(), o) for n, o in self.images.items())
        pdf.fill(self.resources, b"<</Font<<%b>>/XObject<<%b>>>>" % (fonts, images))
        kids = b" ".join(b"%d 0 R" % page.page for page in self.structures)
        pdf.fill(self.pages, b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(self.structures)))
        about = Metadata(
            f"{document.form.name_en} {document.certificate_no}",
            "zh-CN" if document.form.in_chinese else "en",
            document.issue_date,
            document.keywords,
        )
        info = add_info(pdf, about)
        pdf.fill(
            self.catalog,
            b"<</Type/Catalog/Pages %d 0 R/Lang(%b)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"
            b"/Metadata %d 0 R/OutputIntents[%d 0 R]/ViewerPreferences%b>>"
            % (
                self.pages,
                about.language.encode(),
                add_structure(pdf, self.structures),
                add_xmp(pdf, about),
                add_output_intent(pdf),
                VIEWING,
            ),
        )
        return pdf.to_bytes(self.catalog, info)


def _add_font(pdf: PdfFile, key: str, font: EmbeddedFont) -> bytes:
    """Embed the subset of one face; answers its entry among the resources."""
    if not font.characters:
        return b""
    type0, descendant, descriptor, program, unicode_map = font.bodies
    numbers = [pdf.reserve() for _ in range(3)]
    program_number, map_number = pdf.add(program), pdf.add(unicode_map)
    pdf.fill(numbers[0], type0 % (numbers[1], map_number))
    pdf.fill(numbers[1], descendant % numbers[2])
    pdf.fill(numbers[2], descriptor % program_number)
    return b"/%b %d 0 R" % (key.encode(), numbers[0])
