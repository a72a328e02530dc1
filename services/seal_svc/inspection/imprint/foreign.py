"""Ink of another colour than the imprint: strokes over it, and specks on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Mask
from services.seal_svc.inspection.imprint.ink import Layer
from services.seal_svc.inspection.limits import SPECK_MM


def foreign_strokes(layer: Layer, mask: Mask, px_per_mm: float) -> Mask:
    """Full-size, as `mask` is: what is longer than a speck."""
    if not layer.stray.any():
        return np.zeros_like(mask)
    labels, lengths = _components(layer, px_per_mm)
    return _full_size((lengths >= SPECK_MM).astype(np.uint8)[labels], mask)


def foreign_specks(layer: Layer, mask: Mask, px_per_mm: float) -> Mask:
    """Full-size, as `mask` is: what is shorter, and its soft edge."""
    labels, lengths = _components(layer, px_per_mm)
    short = (lengths < SPECK_MM).astype(np.uint8)
    short[0] = 0
    grown = cv2.dilate(short[labels], np.ones((3, 3), np.uint8))
    return _full_size(np.asarray(grown, np.uint8), mask)


def _components(layer: Layer, px_per_mm: float) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Which one each pixel belongs to, and their longer sides in mm; the background has none."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(layer.stray)
    sides = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    sides[0] = 0
    return np.asarray(labels, np.int32), sides * 2 / px_per_mm


def _full_size(half: Mask, like: Mask) -> Mask:
    height, width = like.shape
    grown = cv2.resize(half, (width, height), interpolation=cv2.INTER_NEAREST)
    return grown.astype(np.uint8, copy=False)
