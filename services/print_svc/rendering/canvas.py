"""A ReportLab canvas with our fonts that draws what was prepared once for many documents."""

import io
from collections.abc import Mapping
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

from services.print_svc.rendering.faces import FONTS
from services.print_svc.rendering.ink import POINTS_PER_MM, SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from services.print_svc.rendering.kept import Kept, deflated

rl_config.useA85 = 0
rl_config.invariant = 1

PAGE_SIZE: Final = (SHEET_WIDTH_MM * POINTS_PER_MM, SHEET_HEIGHT_MM * POINTS_PER_MM)
FONTS_IN_USE: Final = "FontsInUse"
"""The name under which a document keeps the resources that all kept drawings share."""
WHOLE_PAGE: Final = "[0 0 {:.3f} {:.3f}]".format(*PAGE_SIZE)


class SheetCanvas(Canvas):  # type: ignore[misc]
    """A4 pages; in each font its `characters` get their codes first, the same ones every time.

    What is drawn on one canvas may therefore be repeated on another with the same characters.
    """

    def __init__(self, characters: Mapping[str, str], language: str) -> None:
        super().__init__(
            io.BytesIO(),
            pagesize=PAGE_SIZE,
            pageCompression=1,
            pdfVersion=(1, 7),
            initialFontName="S",
            lang=language,
        )
        self.language = language
        catalog = self._doc.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        resources = PDFResourceDictionary()
        resources.basicFonts()
        self._doc.Reference(resources, FONTS_IN_USE)
        for key, font in FONTS.items():
            font.splitString(characters.get(key, ""), self._doc)
            font.getSubsetInternalName(0, self._doc)

    def keep(self, name: str, drawing: Kept) -> None:
        """Add an image or a drawing that `doForm(name)` shows."""
        drawing.add_to(self._doc, self._doc.getXObjectName(name))

    def set_output_intent(self, intent: Kept) -> None:
        """What the colours mean (ISO 32000-1, 14.11.5)."""
        self.setCatalogEntry("OutputIntents", [intent.add_to(self._doc, "OutputIntent")])

    def drawing(self) -> Kept:
        """What was drawn on this page so far, for other canvases to keep; the page is cleared."""
        content = self.getCurrentPageContent().encode("ascii")
        self.showPage()
        return deflated(
            {"Type": "/XObject", "Subtype": "/Form", "BBox": WHOLE_PAGE},
            content,
            {"Resources": FONTS_IN_USE},
        )
