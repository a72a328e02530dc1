"""By how many millimetres a printed sample page is off, measured from its scan.

The scan is of the whole A4 sheet, which lies in the corner of the glass; a sheet that lies aslant
is turned back. What the glass itself is off cannot be told from what the printer is off.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workstation.sample_page import (
    HEIGHT_MM,
    MARK_MM,
    MARKS,
    SIDE_MARKS,
    WIDTH_MM,
    Side,
)

LOWEST_DPI: Final = 100
MOST_OFF_MM: Final = 8.0
_PAPER: Final = 190.0
"""Whatever is lighter is paper; the edge of a mark counts by how dark it is."""
_AREA_OFF: Final = 0.3
_PROPORTION_OFF: Final = 0.02
_MM_IN_INCH: Final = 25.4


class SampleUnreadable(ValueError):  # noqa: N818 - names the finding
    """The scan shows no sample page, or not the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Millimetres from where the side should be, to the right and down; `turned` in degrees."""

    side: Side
    x: float
    y: float
    turned: float


def measure(scan: Image.Image) -> Measured:
    """Raises SampleUnreadable."""
    grey = np.asarray(scan.convert("L")).astype(np.float32)
    dark = np.clip((_PAPER - grey) / _PAPER, 0, 1)
    px_per_mm = _resolution(dark)
    for turned_over in (dark, dark[::-1, ::-1]):
        for side, place in SIDE_MARKS.items():
            if _centre(turned_over, place, px_per_mm) is not None:
                return _measured(turned_over, side, px_per_mm)
    raise SampleUnreadable("扫描件中没有测试页 the scan shows no sample page")


def _resolution(dark: NDArray[np.float32]) -> float:
    height, width = dark.shape
    if abs(height / width - HEIGHT_MM / WIDTH_MM) > _PROPORTION_OFF:
        raise SampleUnreadable("请扫描整张 A4 纸 scan the whole A4 sheet")
    px_per_mm = float(width / WIDTH_MM)
    if px_per_mm * _MM_IN_INCH < LOWEST_DPI:
        raise SampleUnreadable(f"至少 {LOWEST_DPI} dpi; at least {LOWEST_DPI} dpi are needed")
    return px_per_mm


def _measured(dark: NDArray[np.float32], side: Side, px_per_mm: float) -> Measured:
    """The shift of the page's middle, and its turn by the slope of its edges."""
    found = [_centre(dark, place, px_per_mm) for place in MARKS]
    seen = np.array([place for place in found if place is not None])
    if len(seen) != len(MARKS):
        raise SampleUnreadable("测试页不完整 the sample page is not whole")
    shift = (seen - np.array(MARKS)).mean(axis=0)
    along = (seen[1] - seen[0]) + (seen[3] - seen[2])
    turned = math.degrees(math.atan2(along[1], along[0]))
    return Measured(side=side, x=float(shift[0]), y=float(shift[1]), turned=turned)


def _centre(
    dark: NDArray[np.float32], place: tuple[float, float], px_per_mm: float
) -> tuple[float, float] | None:
    """Of the square near this place, in millimetres; None where there is none of its size."""
    reach = MARK_MM / 2 + MOST_OFF_MM
    left, top = (round((at - reach) * px_per_mm) for at in place)
    size = round(2 * reach * px_per_mm)
    window = dark[max(top, 0) : top + size, max(left, 0) : left + size]
    area, wanted = float(window.sum()), (MARK_MM * px_per_mm) ** 2
    if not wanted * (1 - _AREA_OFF) < area < wanted * (1 + _AREA_OFF):
        return None
    x = float((window.sum(axis=0) * np.arange(window.shape[1])).sum()) / area
    y = float((window.sum(axis=1) * np.arange(window.shape[0])).sum()) / area
    return (max(left, 0) + x + 0.5) / px_per_mm, (max(top, 0) + y + 0.5) / px_per_mm
