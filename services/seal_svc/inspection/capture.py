"""How the picture came to be: scanner, phone, screen or drawing software, judged by its traces."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from contracts.sentences import Sentence
from services.seal_svc.inspection.paper import MM, Paper, strongest
from services.seal_svc.inspection.rasters import Pixels
from services.seal_svc.inspection.sources import Source

_EDITORS: Final = (
    "photoshop", "gimp", "paint.net", "pixelmator", "affinity", "illustrator", "coreldraw",
    "photopea", "picsart", "canva", "snapseed", "lightroom", "meitu", "美图", "photofiltre",
    "krita", "inkscape", "mspaint", "光影魔术手", "acdsee",
)  # fmt: skip
_PHONE_APPS: Final = (
    "camscanner", "扫描全能王", "adobe scan", "office lens", "microsoft lens", "genius scan",
    "scanner pro", "swiftscan", "tapscanner", "clearscanner", "夸克", "wps scan", "iphone",
    "android",
)  # fmt: skip
_SCREENSHOT_APPS: Final = ("snipaste", "screenshot", "snagit", "greenshot", "sharex", "截图")
_SCREENS: Final = frozenset(
    (
        (640, 1136), (720, 1280), (720, 1600), (750, 1334), (768, 1366), (800, 1280), (828, 1792),
        (900, 1440), (900, 1600), (1024, 1280), (1050, 1680), (1080, 1920), (1080, 2280),
        (1080, 2340), (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1200, 1920),
        (1242, 2208), (1242, 2688), (1284, 2778), (1290, 2796), (1440, 2560), (1440, 2960),
        (1440, 3200), (1440, 3440), (1600, 2560), (1800, 2880), (2160, 3840),
    )
)  # fmt: skip
_SURROUND_LEVELS: Final = 22


def tagged(source: Source) -> dict[str, Sentence]:
    """Finding codes that the header alone proves."""
    found: dict[str, Sentence] = {}
    if source.camera:
        camera = source.camera[:40]
        found["capture.photo"] = Sentence(
            zh=f"文件带有相机曝光信息 {camera}", en=f"camera exposure data, {camera}"
        )
    for text in source.software:
        for code, names in _BY_TAG.items():
            name = next((name for name in names if name in text.lower()), None)
            if name:
                found.setdefault(code, Sentence(zh=f"文件由 {name} 保存", en=f"saved by {name}"))
    return found


_BY_TAG: Final = {
    "capture.photo": _PHONE_APPS,
    "capture.screenshot": _SCREENSHOT_APPS,
    "capture.edited": _EDITORS,
}


def is_screen(size: tuple[int, int]) -> bool:
    return (min(size), max(size)) in _SCREENS


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies around the sheet: `share` of the picture in %, `tilt` of its edges in degrees."""

    share: float
    tilt: float


def surroundings(thumb: Pixels, paper: Paper) -> Surroundings:
    """A page that fills the picture has none; a photographed one has slanting edges."""
    away = strongest(cv2.absdiff(paper.tone, thumb))
    solid = cv2.erode((away > _SURROUND_LEVELS).astype(np.uint8), np.ones((5, 5), np.uint8))
    if not _at_border(np.asarray(solid)).any():
        return Surroundings(share=0.0, tilt=0.0)
    outside = _touching_border(np.asarray(solid, np.uint8))
    share = float(outside.mean()) * 100
    if share < 0.5:
        return Surroundings(share=share, tilt=0.0)
    return Surroundings(share=share, tilt=_tilt(outside))


def _at_border(plane: cv2.typing.MatLike) -> NDArray[np.integer]:
    return np.concatenate([plane[0], plane[-1], plane[:, 0], plane[:, -1]])


def _touching_border(solid: NDArray[np.uint8]) -> NDArray[np.uint8]:
    _, labels = cv2.connectedComponents(solid)
    kept = np.zeros(labels.max() + 1, np.uint8)
    kept[_at_border(labels)] = 1
    kept[0] = 0
    return np.asarray(kept[labels])


def _tilt(outside: NDArray[np.uint8]) -> float:
    """How far the sheet's left and right edges, and top and bottom, lean apart."""
    sheet = outside == 0
    lean: list[float] = []
    for plane in (sheet, sheet.T):
        lines = np.flatnonzero(plane.mean(axis=1) > 0.5)
        if len(lines) < 20 * MM:
            continue
        inner = lines[len(lines) // 8 : -len(lines) // 8]
        edges = (plane[inner].argmax(axis=1), plane[inner][:, ::-1].argmax(axis=1))
        lean.extend(_degrees(inner, edge) for edge in edges if edge.max() > 0)
    return max(lean, default=0.0)


def _degrees(along: NDArray[np.intp], edge: NDArray[np.intp]) -> float:
    return abs(float(np.degrees(np.arctan(np.polyfit(along, edge, 1)[0]))))


def flat_share(tiles: list[Pixels]) -> float:
    """Share of blank tiles in which every pixel is the same: no sensor does that to paper."""
    flat = [bool((tile == tile[0, 0]).all()) for tile in tiles]
    return float(np.mean(flat)) if flat else 0.0


def noise_level(tiles: list[Pixels]) -> float:
    """Standard deviation of the paper's fine grain, grey levels."""
    if not tiles:
        return 0.0
    deviations = [
        float(np.diff(tile[..., 1].astype(np.int16), axis=1).std()) / 2**0.5 for tile in tiles
    ]
    return float(np.median(deviations))
