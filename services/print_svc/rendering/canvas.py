"""A canvas of A4 sheets with our fonts that draws what was prepared once for many documents."""

import io
from collections.abc import Mapping
from typing import Final

from reportlab import rl_config

from services.print_svc.rendering.faces import FONTS
from services.print_svc.rendering.ink import POINTS_PER_MM, SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from services.print_svc.rendering.kept import Kept, deflated
from services.print_svc.rendering.reportlab_adapter import KeepingCanvas

rl_config.useA85 = 0
rl_config.invariant = 1

PAGE_SIZE: Final = (SHEET_WIDTH_MM * POINTS_PER_MM, SHEET_HEIGHT_MM * POINTS_PER_MM)
"""Width and height in points."""
FONTS_IN_USE: Final = "FontsInUse"
"""The name under which a document keeps the resources that all kept drawings share."""
WHOLE_PAGE: Final = "[0 0 {:.3f} {:.3f}]".format(*PAGE_SIZE)


class SheetCanvas(KeepingCanvas):
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
        self.share_fonts(FONTS_IN_USE)
        for key, font in FONTS.items():
            self.give_codes(font, characters.get(key, ""))

    def drawing(self) -> Kept:
        """What was drawn on this page so far, for other canvases to keep; the page is cleared."""
        content = self.getCurrentPageContent().encode("ascii")
        self.showPage()
        return deflated(
            {"Type": "/XObject", "Subtype": "/Form", "BBox": WHOLE_PAGE},
            content,
            {"Resources": FONTS_IN_USE},
        )
