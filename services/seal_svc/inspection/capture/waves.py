"""Waves in a spectrum: a copier's dots in the ink, the grid of a display over the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import Mask, Pixels, Plane
from services.seal_svc.inspection.page.paper import Paper
from services.seal_svc.inspection.report import Verdict
from services.seal_svc.inspection.thresholds import WaveLimit

_INK_SIDE: Final = 400
_PAGE_SIDE: Final = 256
"""Sides of the squares that are transformed, pixels."""
_LEAST_INK: Final = 400
"""Pixels of ink without its edges; in fewer no wave can be told."""
_COARSEST: Final = 0.12
"""Cycles per pixel of a copier's dots; longer periods are strokes and letters."""
_COARSEST_MOIRE: Final = 4 / _PAGE_SIDE
"""Four waves over the square; fewer are uneven light."""
_COARSEST_GRID: Final = 0.03
"""Longer periods are seen on the small page."""
_ACROSS: Final = 40
"""Half degrees by which a second direction differs."""
_BLOCKS: Final = 16
"""JPEG's blocks repeat every 8 pixels, those of its colours every 16."""
_NEAR: Final = 2.5
"""Cells of the spectrum by which a point spreads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waves:
    """How far the strongest wave, and one in another direction, stand out of the spectrum.

    `first` and `second` are multiples of the usual power at their frequency and direction;
    `amplitude` is the strongest one's, in units of the plane.
    """

    first: float
    second: float
    amplitude: float


def verdict_of(clear: float, amplitude: float, limits: Sequence[WaveLimit]) -> Verdict | None:
    """By the first limit that both reach, the strictest first; None where none is reached."""
    reached = (one for one in limits if clear >= one.clear and amplitude >= one.amplitude)
    return next((one.verdict for one in reached), None)


_NONE: Final = Waves(first=0.0, second=0.0, amplitude=0.0)


def in_ink(coverage: Plane, mask: Mask) -> Waves:
    """Inside full-size strokes, whose own edges are left out; amplitude as a share of ink."""
    window = _fullest(mask)
    inside = cv2.erode(mask[window], np.ones((5, 5), np.uint8)).astype(np.float32)
    weight = float(inside.sum())
    if weight < _LEAST_INK:
        return _NONE
    ink = coverage[window]
    level = cv2.blur(ink * inside, (9, 9)) / np.maximum(cv2.blur(inside, (9, 9)), 0.05)
    power = _power(np.asarray((ink - level) * inside, np.float32), _INK_SIDE)
    return _strongest(power, _COARSEST, weight)


def on_paper(thumb: Pixels, paper: Paper) -> Waves:
    """Over the middle of the small page; amplitude in levels."""
    height, width = thumb.shape[:2]
    if min(height, width) < _PAGE_SIDE:
        return _NONE
    y, x = (height - _PAGE_SIDE) // 2, (width - _PAGE_SIDE) // 2
    part = (slice(y, y + _PAGE_SIDE), slice(x, x + _PAGE_SIDE), 1)
    away = thumb[part].astype(np.float32) - paper.tone[part]
    usual = float(np.median(np.abs(away[::4, ::4])))
    ink = cv2.dilate((np.abs(away) > max(10.0, 4 * usual)).astype(np.uint8), np.ones((7, 7)))
    blank = np.asarray(ink == 0, np.float32)
    away = (away - cv2.blur(away * blank, (65, 65))) * blank
    for axis in (0, 1):  # a sensor's stripes
        count = np.maximum(blank.sum(axis=axis, keepdims=True), 1)
        away = (away - away.sum(axis=axis, keepdims=True) / count) * blank
    fade = cv2.createHanningWindow((_PAGE_SIDE, _PAGE_SIDE), cv2.CV_32F)
    power = _power(np.asarray(away * fade, np.float32), _PAGE_SIDE)
    return _strongest(power, _COARSEST_MOIRE, float(fade.sum()))


def on_tiles(tiles: Sequence[Pixels]) -> Waves:
    """Too fine for the small page, in full-size samples of paper; amplitude in levels."""
    if not tiles:
        return _NONE
    side = min(*tiles[0].shape[:2], _PAGE_SIDE)
    fade = cv2.createHanningWindow((side, side), cv2.CV_32F)
    power = np.zeros((_PAGE_SIDE, _PAGE_SIDE // 2), np.float32)
    for tile in tiles[:: max(1, len(tiles) // 2)][:2]:
        away = tile[:side, :side, 1].astype(np.float32)
        away -= away.mean(axis=0, keepdims=True)
        away -= away.mean(axis=1, keepdims=True)
        power += _power(np.asarray(away * fade, np.float32), _PAGE_SIDE) / 2
    return _strongest(power, _COARSEST_GRID, float(fade.sum()))


def _fullest(mask: Mask) -> tuple[slice, slice]:
    """Where a window of at most the given side holds most ink."""
    coarse = mask[::16, ::16].astype(np.float32)
    side = _INK_SIDE // 16
    held = cv2.boxFilter(coarse, -1, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT)
    y, x = np.unravel_index(int(held.argmax()), held.shape)
    top, left = (
        int(min(max(0, centre * 16 - _INK_SIDE // 2), max(0, length - _INK_SIDE)))
        for centre, length in zip((y, x), mask.shape, strict=True)
    )
    return slice(top, top + _INK_SIDE), slice(left, left + _INK_SIDE)


def _power(plane: Plane, side: int) -> Plane:
    """One half of the spectrum, the frequency 0 at the middle of its left edge."""
    even = np.zeros((side, side), np.float32)
    even[: plane.shape[0], : plane.shape[1]] = plane
    waves = cv2.dft(even, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : side // 2]
    power = waves[..., 0] ** 2 + waves[..., 1] ** 2
    return np.roll(power, side // 2, axis=0)


@cache
def _polar(side: int, coarsest: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the spectrum each direction (by half degrees) and frequency lies."""
    turns = np.radians(np.arange(-90, 90, 0.5))[:, None]
    radii = np.arange(coarsest * side, side / 2 - 1)[None]
    x, y = radii * np.cos(turns), radii * np.sin(turns) + side // 2
    return x.astype(np.float32), y.astype(np.float32)


@cache
def _of_blocks(side: int) -> NDArray[np.bool_]:
    axes = (np.arange(side)[:, None] - side // 2, np.arange(side // 2)[None])
    step = side / _BLOCKS
    away = [np.abs(axis - np.round(axis / step) * step) for axis in axes]
    return np.asarray((away[0] < _NEAR) & (away[1] < _NEAR))


def _strongest(power: Plane, coarsest: float, weight: float) -> Waves:
    """Straight strokes fill a whole direction of the spectrum and noise a ring; waves a point."""
    power[_of_blocks(len(power))] = 0
    spread = cv2.dilate(power, np.ones((3, 3), np.uint8))
    polar = cv2.remap(spread, *_polar(len(power), coarsest), cv2.INTER_NEAREST)
    ratio = polar / np.maximum(np.median(polar[::3], axis=0), 1e-9)
    ratio /= np.maximum(np.percentile(ratio[:, ::2], 85, axis=1), 1)[:, None]
    by_turn = ratio.max(axis=1)
    first = int(by_turn.argmax())
    apart = np.abs((np.arange(len(by_turn)) - first + 180) % 360 - 180)
    return Waves(
        first=float(by_turn[first]),
        second=float(by_turn[apart >= _ACROSS].max()),
        amplitude=2 * float(polar[first, ratio[first].argmax()]) ** 0.5 / weight,
    )
