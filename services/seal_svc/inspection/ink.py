"""Separates ink from paper at full resolution: how much ink every pixel holds, and of what colour."""

import colorsys
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.rasters import Pixels

Plane = NDArray[np.float32]

_STEP: Final = 3
_GREY: Final = 22.0
"""Levels between the strongest and weakest channel's depth below which ink counts as black."""
_HUES: Final = (
    (0.06, "red"),
    (0.20, "orange"),
    (0.46, "green"),
    (0.705, "blue"),
    (0.87, "purple"),
    (1.01, "red"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """`coverage` is 0 on paper and about 1 in the ink; `stray` is the colour the two don't explain."""

    coverage: Plane
    stray: Plane
    paper: NDArray[np.float64]
    ink: NDArray[np.float64]

    @property
    def contrast(self) -> float:
        """Levels, in the channel where ink and paper differ most."""
        return float((self.paper - self.ink).max())


def separate(crop: Pixels) -> Layer:
    paper, ink = _two_colours(crop)
    axis = paper - ink
    along = axis / max(float(axis @ axis), 1.0)
    pixels = crop.astype(np.float32)
    coverage = cv2.transform(pixels, np.array([[*-along, along @ paper]]))
    return Layer(coverage=coverage, stray=_stray(pixels, axis, paper), paper=paper, ink=ink)


def _stray(pixels: Plane, axis: NDArray[np.float64], paper: NDArray[np.float64]) -> Plane:
    """Chroma distance from the line between paper and ink: two differences, turned to the axis."""
    chroma = np.array([[1.0, -1.0, 0.0], [0.5, 0.5, -1.0]])
    line = chroma @ axis
    length = float(np.hypot(*line))
    if length < _GREY:
        rows = chroma
        offsets = -chroma @ paper
    else:
        across = np.array([-line[1], line[0]]) / length
        rows = (across @ chroma)[None]
        offsets = -rows @ paper
    parts = cv2.transform(pixels, np.hstack([rows, offsets[:, None]]))
    return np.abs(parts) if parts.ndim == 2 else np.abs(parts).max(axis=2)


def _two_colours(crop: Pixels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sample = crop[::_STEP, ::_STEP].reshape(-1, 3)
    light = np.percentile(sample, 75, axis=0)
    depth = np.clip(light - sample, 0, 255).max(axis=1).astype(np.uint8)
    threshold, _ = cv2.threshold(depth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    blank = depth <= max(4.0, threshold * 0.25)
    paper = np.median(sample[blank], axis=0) if blank.any() else light
    inked = sample[depth > threshold]
    ink = np.median(inked, axis=0) if len(inked) else paper - 1.0
    return paper.astype(np.float64), ink.astype(np.float64)


def ink_name(layer: Layer) -> str:
    """The ink's colour as the light it takes from the paper."""
    kept = np.clip(layer.ink / np.maximum(layer.paper, 1.0), 0, 1)
    if float(kept.max() - kept.min()) * 255 < _GREY * 1.3:
        return "black"
    hue, _, _ = colorsys.rgb_to_hsv(*kept)
    return next(name for bound, name in _HUES if hue < bound)
