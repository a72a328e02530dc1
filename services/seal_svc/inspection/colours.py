"""Colour where a seal is due, black and white where a signature is (R9, R18)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.rasters import Pixels
from services.seal_svc.inspection.report import Verdict


def note_colour(crop: Pixels, tiles: list[Pixels], layer: Layer, book: Notebook) -> None:
    if book.kind == "seal":
        spread = max((_largest_spread(pixels) for pixels in [crop, *tiles]), default=0.0)
        lacking = spread <= LIMITS["colour.missing"].refuse_at
        book.note("colour.missing", Verdict.REFUSE if lacking else Verdict.OK, Facts(value=spread))
        return
    tint = max(_tint(layer.ink), _tint(layer.paper))
    book.measure("colour.not_black_white", round(tint, 1))


def _largest_spread(pixels: Pixels) -> float:
    red, green, blue = cv2.split(pixels)
    above = cv2.max(cv2.max(red, green), blue)
    return float(cv2.subtract(above, cv2.min(cv2.min(red, green), blue)).max())


def _tint(colour: NDArray[np.float64]) -> float:
    return float(colour.max() - colour.min())
