"""The imprint at full resolution: its crop, its ink, and bare paper to compare with."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.seal_svc.inspection.arrays import JPEG_BLOCK_PX, Box, Mask, Pixels
from services.seal_svc.inspection.imprint.foreign import foreign_strokes
from services.seal_svc.inspection.imprint.ink import Layer, separate
from services.seal_svc.inspection.imprint.mark import Mark
from services.seal_svc.inspection.imprint.marks import Sheet
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.page.paper import MM

_MARGIN_MM: Final = 1.6
"""Of paper around the imprint."""
_MAX_CROP_MM: Final = 90.0
"""A mark that is larger is too large for certain, and need not be seen whole."""
_TILE: Final = 160
_TILES: Final = 8
"""Side of the samples of bare paper, pixels, and how many are taken at most."""
_INKED: Final = 0.42
"""Coverage from which a pixel is ink; a little less than half, as worn ink does not cover all."""
_SPECK_MM2: Final = 0.05
"""Smaller spots are no part of the imprint."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imprint:
    """All arrays but `tiles` are as large as `crop`, which lies at `box` on the full-size page."""

    mark: Mark
    box: Box
    crop: Pixels = field(repr=False)
    tiles: list[Pixels] = field(repr=False)
    """Up to eight samples of bare paper, 160 pixels square."""
    layer: Layer = field(repr=False)
    mask: Mask = field(repr=False)
    """The imprint's ink alone."""
    foreign: Mask = field(repr=False)
    """Strokes of another colour."""
    corner: tuple[int, int]
    """The crop's left and top, pixels from where one of a JPEG's blocks begins."""


def crop_imprint(page: Page, sheet: Sheet) -> Imprint | None:
    """None where there is no imprint; raises FileRefusedError when the page cannot be decoded."""
    mark = sheet.imprint
    if mark is None:
        return None
    box = _box(mark, page)
    crop, *tiles = page.raster.crops([box, *_blank_tiles(page, sheet, box[3])])
    layer = separate(crop)
    mask = _mask(layer, mark, box, page)
    foreign = foreign_strokes(layer, mask, page.px_per_mm)
    left, top = page.raster.blocks_begin
    return Imprint(
        mark=mark,
        box=box,
        crop=crop,
        tiles=tiles,
        layer=layer,
        mask=mask,
        foreign=foreign,
        corner=(box[0] - left, box[1] - top),
    )


def _box(mark: Mark, page: Page) -> Box:
    x, y, width, height = cv2.boundingRect(mark.hull)
    margin, most = _MARGIN_MM * MM, _MAX_CROP_MM * MM
    centre_x, centre_y = x + width / 2, y + height / 2
    half_x, half_y = min(width / 2 + margin, most / 2), min(height / 2 + margin, most / 2)
    right, bottom = page.raster.size
    return (
        max(0, int((centre_x - half_x) * page.scale)),
        max(0, int((centre_y - half_y) * page.scale)),
        min(right, int((centre_x + half_x) * page.scale)),
        min(bottom, int((centre_y + half_y) * page.scale)),
    )


def _blank_tiles(page: Page, sheet: Sheet, bottom: int) -> list[Box]:
    """Full-size samples of bare paper, no lower than the imprint, so that no more is decoded.

    They begin where JPEG's blocks do, the first ones after where what is at hand begins.
    """
    width = page.raster.size[0]
    at_left, at_top, right, _ = page.raster.at_hand
    left, top = at_left + JPEG_BLOCK_PX - 1, at_top + JPEG_BLOCK_PX - 1
    near = cv2.dilate(sheet.ink, np.ones((15, 15), np.uint8))
    begin_x, begin_y = page.raster.blocks_begin
    rows = _on_blocks(np.linspace(max(bottom * 0.15, top), bottom - _TILE, 4), begin_y)
    columns = _on_blocks(
        np.linspace(max(width * 0.1, left), min(width * 0.9, right) - _TILE, 5), begin_x
    )
    tiles: list[Box] = []
    for y in rows:
        for x in columns:
            box = (int(x), int(y), int(x) + _TILE, int(y) + _TILE)
            x0, y0, x1, y1 = (int(side / page.scale) for side in box)
            inside = min(x, y) >= 0 and box[2] <= width and box[3] <= bottom
            if inside and len(tiles) < _TILES and not near[y0 : y1 + 1, x0 : x1 + 1].any():
                tiles.append(box)
    return tiles


def _on_blocks(places: NDArray[np.float64], begin: int) -> NDArray[np.intp]:
    return ((places - begin) // JPEG_BLOCK_PX * JPEG_BLOCK_PX + begin).astype(np.intp)


def _mask(layer: Layer, mark: Mark, box: Box, page: Page) -> Mask:
    """Ink of the imprint alone: inside its cluster's hull, without specks."""
    inked = (layer.coverage > _INKED).astype(np.uint8)
    hull = (mark.hull * page.scale - np.array(box[:2])).astype(np.int32)
    area = np.zeros_like(inked)
    cv2.fillConvexPoly(area, hull, 1)
    cv2.polylines(area, [hull], True, 1, int(page.scale * 3))
    return _without_specks(inked & area, _SPECK_MM2 * page.px_per_mm**2)


def _without_specks(mask: Mask, least: float) -> Mask:
    """Judged at half size, where a speck is still a speck."""
    half = cv2.resize(mask * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((half > 0).astype(np.uint8))
    kept = (stats[:, cv2.CC_STAT_AREA] >= least / 4).astype(np.uint8)
    kept[0] = 0
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(mask & cv2.resize(kept[labels], size, interpolation=cv2.INTER_NEAREST))
