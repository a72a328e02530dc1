"""A ReportLab canvas with our fonts that draws what was prepared once for many documents."""

import copy
import io
from collections.abc import Mapping
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFResourceDictionary, PDFStream
from reportlab.pdfbase.pdfdoc import PDFZCompress as Compress
from reportlab.pdfgen.canvas import Canvas

from services.print_svc.rendering.faces import FONTS
from services.print_svc.rendering.ink import POINTS_PER_MM, SHEET_HEIGHT_MM, SHEET_WIDTH_MM

rl_config.useA85 = 0
rl_config.invariant = 1

PAGE_SIZE: Final = (SHEET_WIDTH_MM * POINTS_PER_MM, SHEET_HEIGHT_MM * POINTS_PER_MM)
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
        for key, font in FONTS.items():
            font.splitString(characters.get(key, ""), self._doc)
            font.getSubsetInternalName(0, self._doc)

    def keep(self, name: str, drawing: Any) -> None:
        """Add an image or a drawing that `doForm(name)` shows; the given object stays untouched."""
        own = copy.copy(drawing)
        mask = getattr(own, "_smask", None)
        if mask is not None:
            own.smask = self._doc.Reference(copy.copy(mask), f"{name}.mask")
        self._doc.addForm(name, own)

    def drawing(self) -> PDFStream:
        """What was drawn on this page so far, for other canvases to keep; the page is cleared."""
        resources = PDFResourceDictionary()
        resources.basicFonts()
        entries = {"Subtype": "/Form", "BBox": WHOLE_PAGE, "Resources": resources}
        content = self.getCurrentPageContent().encode("ascii")
        self.showPage()
        return xobject(entries, content)


def xobject(entries: dict[str, Any], content: bytes) -> PDFStream:
    """An object compressed once, however many documents keep it."""
    entries = {"Type": "/XObject", "Filter": "/FlateDecode", **entries}
    return PDFStream(PDFDictionary(entries), Compress.encode(content))
