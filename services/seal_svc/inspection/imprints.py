"""The imprint on the sheet: that there is exactly one, its outline in millimetres, its quality."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection import colours, strays
from services.seal_svc.inspection.cutout import cut_out
from services.seal_svc.inspection.findings import Facts, Notebook, judge
from services.seal_svc.inspection.ink import Layer, ink_name, separate
from services.seal_svc.inspection.limits import SIZE_ERROR_MM, SIZES_MM
from services.seal_svc.inspection.marks import Mark, Sheet, find_marks, middle
from services.seal_svc.inspection.outline import Mask, Outline, bounding, fit_outline
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.paper import MM
from services.seal_svc.inspection.quality import View, note_quality
from services.seal_svc.inspection.report import Box, Place, Report, Verdict

_MARGIN_MM: Final = 1.6
_MAX_CROP_MM: Final = 90.0
_TILE: Final = 160
_TILES: Final = 8
_INKED: Final = 0.42
_SHAPES_ZH: Final = {
    "round": "圆形",
    "oval": "椭圆形",
    "rectangle": "长方形",
    "handwriting": "签字",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The imprint at full resolution; `box` is its crop on the page, pixels."""

    outline: Outline
    layer: Layer = field(repr=False)
    box: Box
    polygon_on_page: NDArray[np.float64] = field(repr=False)
    cutout_png: bytes | None = field(repr=False)


def examine(page: Page, book: Notebook) -> Imprint | None:
    """Notes every finding about the imprint; None when there is nothing to measure."""
    sheet = find_marks(page.thumb, page.paper, book.kind)
    book.measure("image.background", round(page.paper.level, 1))
    if sheet.imprint is None:
        book.note("stamp.none", Verdict.REFUSE)
        strays.note_others(sheet, book)
        return None
    mark = sheet.imprint
    box = _box(mark, page)
    crop, *tiles = page.raster.crops([box, *_blank_tiles(page, sheet, box[3])])
    layer = separate(crop)
    mask = _mask(layer, mark, box, page)
    foreign = strays.foreign_strokes(layer, mask, page)
    outline = _outline(mask, foreign, page, book)
    colours.note_colour(crop, tiles, layer, book)
    note_quality(page, View(crop=crop, tiles=tiles, layer=layer, mask=mask), book)
    strays.note_others(sheet, book)
    _position(mark, page, book)
    if outline is None:
        book.note("stamp.shape_unknown", Verdict.REFUSE, Facts(place=mark.place))
        outline = bounding(mask)
    else:
        _size(outline, mark, page, book)
    strays.note_foreign(foreign, page, book)
    strays.note_outside(mask, outline, page, book)
    keep, dust = strays.owned(layer, mask, outline, page)
    return Imprint(
        outline=outline,
        layer=layer,
        box=box,
        polygon_on_page=(outline.polygon() + np.array(box[:2])) / page.scale,
        cutout_png=cut_out(crop, layer, keep=keep, dust=dust, dpi=page.dpi),
    )


def _outline(mask: Mask, foreign: Mask, page: Page, book: Notebook) -> Outline | None:
    """Strokes of another colour are left out; which of the two is the seal shows in the fit."""
    if book.kind == "signature":
        return bounding(mask)
    if not foreign.any():
        return fit_outline(mask, page.px_per_mm)
    layers = (np.asarray(mask & (foreign ^ 1)), np.asarray(mask & foreign))
    fits = [fit for fit in (fit_outline(part, page.px_per_mm) for part in layers) if fit]
    return max(fits, key=lambda fit: fit.fit, default=None)


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
    """Full-size samples of bare paper, no lower than the imprint, so that no more is decoded."""
    width = page.raster.size[0]
    left, top, right, _ = page.raster.at_hand
    near = cv2.dilate(sheet.ink, np.ones((15, 15), np.uint8))
    tiles: list[Box] = []
    for y in np.linspace(max(bottom * 0.15, top), bottom - _TILE, 4).astype(int):
        for x in np.linspace(max(width * 0.1, left), min(width * 0.9, right) - _TILE, 5).astype(
            int
        ):
            box = (int(x), int(y), int(x) + _TILE, int(y) + _TILE)
            x0, y0, x1, y1 = (int(side / page.scale) for side in box)
            inside = min(x, y) >= 0 and box[2] <= width and box[3] <= bottom
            if inside and len(tiles) < _TILES and not near[y0 : y1 + 1, x0 : x1 + 1].any():
                tiles.append(box)
    return tiles


def _mask(layer: Layer, mark: Mark, box: Box, page: Page) -> Mask:
    """Ink of the imprint alone: inside its cluster's hull, without specks."""
    inked = (layer.coverage > _INKED).astype(np.uint8)
    hull = (mark.hull * page.scale - np.array(box[:2])).astype(np.int32)
    area = np.zeros_like(inked)
    cv2.fillConvexPoly(area, hull, 1)
    cv2.polylines(area, [hull], True, 1, int(page.scale * 3))
    return without_specks(inked & area, 0.05 * page.px_per_mm**2)


def without_specks(mask: Mask, least: float) -> Mask:
    """Judged at half size, where a speck is still a speck."""
    half = cv2.resize(mask * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((half > 0).astype(np.uint8))
    kept = (stats[:, cv2.CC_STAT_AREA] >= least / 4).astype(np.uint8)
    kept[0] = 0
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(mask & cv2.resize(kept[labels], size, interpolation=cv2.INTER_NEAREST))


def _position(mark: Mark, page: Page, book: Notebook) -> None:
    height, width = page.thumb.shape[:2]
    offset = float(np.linalg.norm(middle(mark) - np.array([width, height]) / 2)) / MM
    book.measure("stamp.off_centre", round(offset, 1), Facts(place=mark.place))
    x0, y0, wide, tall = cv2.boundingRect(mark.hull)
    margin = min(x0, y0, width - x0 - wide, height - y0 - tall) / MM
    if margin < 4.6:
        sign = Sentence(zh="触及页面边缘", en="it touches the edge of the page")
        seen = Facts(value=round(margin, 1), place=mark.place, sign=sign)
        book.note("image.clipped", Verdict.REFUSE, seen)


def _size(outline: Outline, mark: Mark, page: Page, book: Notebook) -> None:
    longest, shortest, rule = SIZES_MM[outline.shape]
    long, short = outline.length / page.px_per_mm, outline.width / page.px_per_mm
    long, short = max(long, short), min(long, short)
    over_length = long / longest >= short / shortest
    value, limit = (long, longest) if over_length else (short, shortest)
    book.note(
        "size.too_large",
        judge(value, warn=limit, refuse=limit + SIZE_ERROR_MM),
        Facts(
            value=round(value, 2),
            limit=limit,
            rule=rule,
            place=mark.place,
            words={"shape": outline.shape, "shape_zh": _SHAPES_ZH[outline.shape]},
        ),
    )
    if outline.gap > 75 and outline.shape != "handwriting":
        gap = f"{outline.gap:.0f}"
        sign = Sentence(zh=f"边框缺失 {gap} 度", en=f"{gap} degrees of its outline are missing")
        seen = Facts(value=round(outline.gap, 1), place=mark.place, sign=sign)
        book.note("image.clipped", Verdict.REFUSE, seen)


def _place(box: Box, page: Page) -> Place:
    x0, y0, x1, y1 = (round(side / page.px_per_mm, 3) for side in box)
    return Place(x_mm=x0, y_mm=y0, width_mm=round(x1 - x0, 3), height_mm=round(y1 - y0, 3))


def limits_of(imprint: Imprint) -> tuple[float, float]:
    longest, shortest, _ = SIZES_MM[imprint.outline.shape]
    return longest, shortest


def report_of(imprint: Imprint, page: Page, book: Notebook) -> Report:
    outline = imprint.outline
    unknown = outline.shape == "handwriting" and book.kind == "seal"
    return Report(
        kind=book.kind,
        findings=book.findings(),
        shape=outline.shape,
        width_mm=round(outline.length / page.px_per_mm, 2),
        height_mm=round(outline.width / page.px_per_mm, 2),
        size_error_mm=None if unknown else SIZE_ERROR_MM,
        rotation_deg=0.0 if outline.shape == "round" else round(outline.angle, 1),
        dpi=page.shown_dpi,
        ink=ink_name(imprint.layer),
        cutout=_place(imprint.box, page),
    )
