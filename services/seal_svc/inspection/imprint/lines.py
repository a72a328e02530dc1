"""Lines of text: ink in rows with blank paper between them, in letters (条形章)."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Mask

_DPI: Final = 150
"""At which rows are looked at: strokes of letters are still one pixel wide."""
_BLANK: Final = 0.004
"""Share of ink in a row up to which it lies between two lines."""
_LEAST_BLANK_MM: Final = 0.3
"""Of paper between two lines."""
_LEAST_LETTERS: Final = 6
_LETTER_MM: Final = (0.8, 12.0)
"""Least and most height of letters."""


def has_lines(mask: Mask, angle: float, px_per_mm: float) -> bool:
    """Whether the ink, turned back by `angle` degrees, stands in two lines of letters or more."""
    small = _turned_back(mask, angle, _DPI / 25.4 / px_per_mm)
    _, _, stats, _ = cv2.connectedComponentsWithStats(small)
    low, high = (mm * _DPI / 25.4 for mm in _LETTER_MM)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    wide = stats[1:, cv2.CC_STAT_WIDTH]
    letters = np.count_nonzero((heights >= low) & (heights <= high) & (wide <= high))
    tall = heights.max(initial=0) > high
    if letters < _LEAST_LETTERS or tall:
        return False
    inked = small.mean(axis=1) > _BLANK
    rows = np.flatnonzero(inked)
    between = np.diff(rows).max(initial=0) - 1 if len(rows) else 0
    return bool(between >= _LEAST_BLANK_MM * _DPI / 25.4)


def _turned_back(mask: Mask, angle: float, scale: float) -> Mask:
    """At _DPI."""
    height, width = mask.shape
    turn = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale), np.float64)
    side = int(np.hypot(height, width) * scale) + 2
    turn[:, 2] += side / 2 - np.array([width, height]) / 2
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    back = cv2.warpAffine(grown * 255, turn, (side, side), flags=cv2.INTER_AREA)
    return (np.asarray(back) > 60).astype(np.uint8)
