"""Lifts the imprint off the paper as a transparent PNG that prints at its real size."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.imprint.foreign import foreign_specks
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.imprint.outline import Outline
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.pictures.png import encode_png

_PAPER: Final = 0.1
"""Coverage up to which a pixel is paper: noise and its JPEG traces stay below."""
_SOLID: Final = 0.9
"""Coverage from which a pixel is fully ink; between the two lies the edge."""
_BAND_MM: Final = 0.7
"""Width of the band along the outline that still belongs to it."""


def cut_out(imprint: Imprint, outline: Outline, page: Page) -> bytes:
    """PNG, RGBA, as large as the imprint's crop and of the page's density.

    Laid on the paper's colour it gives the scan again.
    """
    layer = imprint.layer
    coverage = layer.coverage
    dust = foreign_specks(layer, imprint.mask, page.px_per_mm)
    grown = cv2.dilate(imprint.mask, np.ones((5, 5), np.uint8))
    keep = np.asarray(grown, np.uint8) & outline.filled(imprint.mask, _BAND_MM * page.px_per_mm)
    if dust.any():
        coverage = np.where(dust > 0, cv2.medianBlur(coverage, 5), coverage)
    at = np.flatnonzero((keep > 0) & (coverage > _PAPER))
    alpha = np.minimum((coverage.reshape(-1)[at] - _PAPER) / (_SOLID - _PAPER), 1)
    paper = layer.paper.astype(np.float32)
    seen = imprint.crop.reshape(-1, 3)[at].astype(np.float32)
    colour = paper + (seen - paper) / np.maximum(alpha, 1e-3)[:, None]
    covered = dust.reshape(-1)[at] > 0
    colour[covered] = layer.ink
    pixels = np.empty((len(at), 4), np.uint8)
    pixels[:, :3] = np.clip(colour, 0, 255)
    pixels[:, 3] = np.rint(alpha * 255)
    picture = np.zeros((*keep.shape, 4), np.uint8)
    picture.reshape(-1, 4)[at] = pixels
    return encode_png(picture, dpi=page.dpi)
