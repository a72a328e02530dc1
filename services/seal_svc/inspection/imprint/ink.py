"""Separates ink from paper at full resolution: how much of it a pixel holds, of what colour."""

import colorsys
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Colour, Mask, Pixels, Plane
from services.seal_svc.inspection.limits import OTHER_INK_LEVELS
from services.seal_svc.inspection.page.paper import strongest

_STEP: Final = 5
"""Every so many pixels are enough to tell the two colours."""
_GREY: Final = 28.6
"""Levels between the strongest and weakest channel below which ink is called black."""
_COLOURED: Final = 0.4
_NEUTRAL: Final = 0.25
"""Chroma over the light that is taken: above the one ink has a colour, below the other it is black;
pixels between are mixtures."""
_LEAST_OF_BOTH: Final = 0.08
"""Share of the ink that each of two pens has at least."""
_LUMA: Final = np.array([0.299, 0.587, 0.114])
"""ITU-R BT.601, as JPEG has it."""
_HUES: Final = (
    (0.06, "red"),
    (0.20, "orange"),
    (0.46, "green"),
    (0.705, "blue"),
    (0.87, "purple"),
    (1.01, "red"),
)
"""Upper bounds of hue, 0 to 1 around the circle from red."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """`coverage` is 0 on paper and about 1 in the ink; `stray` marks pixels of another colour.

    Coverage is measured in luma, which JPEG keeps at full resolution; `stray` is half as wide and
    high, as colour is there.
    """

    coverage: Plane
    stray: Mask
    paper: Colour
    ink: Colour

    @property
    def contrast(self) -> float:
        """Levels, in the channel where ink and paper differ most."""
        return float((self.paper - self.ink).max())


def separate(crop: Pixels) -> Layer:
    """Of an imprint with the paper around it, at full size."""
    paper, ink = _two_colours(crop)
    light, dark = (float(_LUMA @ colour) for colour in (paper, ink))
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    table = (light - np.arange(256)) / max(light - dark, 1.0)
    coverage = np.asarray(cv2.LUT(luma, table.astype(np.float32)), np.float32)
    return Layer(coverage=coverage, stray=_stray(crop, paper, ink), paper=paper, ink=ink)


def _stray(crop: Pixels, paper: Colour, ink: Colour) -> Mask:
    """Half-size: pixels whose colour is no mixture of paper and ink."""
    small = cv2.resize(crop, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    axis = paper - ink
    across = np.eye(3) - np.outer(axis, axis) / max(float(axis @ axis), 1.0)
    rest = cv2.transform(small.astype(np.float32), np.hstack([across, -(across @ paper)[:, None]]))
    red, green, blue = cv2.split(np.abs(rest))
    away = (cv2.max(cv2.max(red, green), blue) > OTHER_INK_LEVELS).astype(np.uint8)
    return cv2.morphologyEx(away, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)).astype(np.uint8)


def _two_colours(crop: Pixels) -> tuple[Colour, Colour]:
    sample = crop[::_STEP, ::_STEP].reshape(-1, 3)
    light = np.percentile(sample, 75, axis=0)
    depth = strongest(cv2.subtract(np.full_like(sample, light), sample)[None])[0]
    threshold, _ = cv2.threshold(depth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    blank = depth <= max(4.0, threshold * 0.25)
    paper = np.median(sample[blank], axis=0) if blank.any() else light
    inked = _one_ink(sample[depth > threshold], paper)
    ink = np.median(inked, axis=0) if len(inked) else paper - 1.0
    return paper.astype(np.float64), ink.astype(np.float64)


def _one_ink(inked: NDArray[np.uint8], paper: Colour) -> NDArray[np.uint8]:
    """A black pen over a coloured stamp: the coloured pixels are the stamp."""
    taken = paper - inked
    red, green, blue = taken.T
    most = np.maximum(np.maximum(np.maximum(red, green), blue), 1.0)
    tint = (most - np.minimum(np.minimum(red, green), blue)) / most
    coloured, neutral = tint > _COLOURED, tint < _NEUTRAL
    mixed = len(inked) > 0 and min(coloured.mean(), neutral.mean()) > _LEAST_OF_BOTH
    return inked[coloured] if mixed else inked


def ink_name(layer: Layer) -> str:
    """black, red, orange, green, blue or purple, by the light that it leaves of the paper's."""
    kept = np.clip(layer.ink / np.maximum(layer.paper, 1.0), 0, 1)
    if float(kept.max() - kept.min()) * 255 < _GREY:
        return "black"
    hue, _, _ = colorsys.rgb_to_hsv(*kept)
    return next(name for bound, name in _HUES if hue < bound)
