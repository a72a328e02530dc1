"""A document shifted for one printer.

The shift is made here, after the document was opened and checked: the signature of a PDF is of its
bytes, and what counts of an original is the paper.
"""

import io
from typing import Final

import pikepdf

from workstation.offsets import Offsets

POINTS_PER_MM: Final = 72 / 25.4


def shifted(pdf: bytes, offsets: Offsets) -> bytes:
    """The document with each side shifted; the same bytes where there is nothing to shift.

    Raises pikepdf.PdfError for what is no PDF.
    """
    if offsets == Offsets():
        return pdf
    sides = ((offsets.front_x, offsets.front_y), (offsets.back_x, offsets.back_y))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages):
            x, y = sides[number % 2]
            before = f"q 1 0 0 1 {x * POINTS_PER_MM:.4f} {-y * POINTS_PER_MM:.4f} cm\n"
            page.contents_add(before.encode(), prepend=True)
            page.contents_add(b"\nQ")
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()
