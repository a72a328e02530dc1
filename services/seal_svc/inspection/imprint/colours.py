"""Colour where a seal is due, black and white where a signature is (R9, R18)."""

import cv2

from services.seal_svc.inspection.arrays import Colour, Pixels
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.report import Verdict


def note_colour(imprint: Imprint, book: Notebook) -> None:
    """Of a seal any pixel may show it, of a signature the ink and the paper as a whole."""
    if book.kind == "seal":
        spread = max(_largest_spread(pixels) for pixels in (imprint.crop, *imprint.tiles))
        lacking = spread <= LIMITS["colour.missing"].refuse_at
        book.note("colour.missing", Verdict.REFUSE if lacking else Verdict.OK, Facts(value=spread))
        return
    tint = max(_tint(imprint.layer.ink), _tint(imprint.layer.paper))
    book.measure("colour.not_black_white", round(tint, 1))


def _largest_spread(pixels: Pixels) -> float:
    """Levels between the channels of the most colourful pixel."""
    red, green, blue = cv2.split(pixels)
    above = cv2.max(cv2.max(red, green), blue)
    return float(cv2.subtract(above, cv2.min(cv2.min(red, green), blue)).max())


def _tint(colour: Colour) -> float:
    return float(colour.max() - colour.min())
