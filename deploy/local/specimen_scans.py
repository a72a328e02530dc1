"""Draws specimen scans: invented imprints that say SPECIMEN 样本, on paper as a flatbed sees it."""

import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Coverage = NDArray[np.float32]
"""Share of ink per pixel, 0 to 1."""
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
SealShape = Literal["round", "oval", "rectangle"]

A4_MM: Final = (210.0, 297.0)
RED: Final = (196, 38, 52)
BLACK: Final = (34, 34, 36)
PAPER: Final = (247, 246, 243)
_FONT: Final = (
    Path(__file__).resolve().parents[2]
    / "services/print_svc/rendering/fonts/NotoSansSC_400Regular.ttf"
)
_FINE: Final = 3
_MARGIN_MM: Final = 2.0
_PROPORTION: Final[dict[SealShape, float]] = {"round": 1.0, "oval": 0.75, "rectangle": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Outer measures in millimetres; `angle` in degrees, clockwise."""

    shape: SealShape
    length_mm: float
    width_mm: float
    angle: float = 0.0
    rim_mm: float = 1.0
    name: str = "SPECIMEN EXPORTS CO., LTD"
    code: str = "000000000000000000"


def seal_scan(
    *,
    name: str,
    credit_code: str,
    shape: SealShape = "round",
    diameter_mm: float = 40.0,
    dpi: int = 600,
    seed: int = 1,
) -> bytes:
    """A colour JPEG of an A4 sheet with one red specimen seal in its middle."""
    random = np.random.default_rng(seed)
    stamp = Stamp(
        shape=shape,
        length_mm=diameter_mm,
        width_mm=diameter_mm * _PROPORTION[shape],
        angle=float(random.uniform(-4, 4)),
        name=name,
        code=credit_code,
    )
    page = blank_sheet(dpi, random, tone=PAPER)
    coverage = worn(draw_stamp(stamp, dpi / 25.4), dpi / 25.4, random)
    lay_ink(page, coverage, _near_centre(page, coverage, dpi, random), RED)
    return _encoded(page, "JPEG", dpi)


def signature_scan(*, name: str, dpi: int = 600, seed: int = 1) -> bytes:
    """A grey PNG of an A4 sheet with one invented scribble and the word SPECIMEN in its strokes."""
    random = np.random.default_rng([seed, *name.encode()])
    page = blank_sheet(dpi, random, tone=(246, 246, 246), grain=1.0)[..., :1].repeat(3, axis=2)
    coverage = draw_scribble(dpi / 25.4, random, label=True)
    lay_ink(page, coverage, _near_centre(page, coverage, dpi, random), BLACK)
    return _encoded(page[..., 0], "PNG", dpi)


def blank_sheet(
    dpi: float,
    random: np.random.Generator,
    *,
    tone: tuple[int, int, int],
    grain: float = 1.6,
) -> NDArray[np.uint8]:
    """Paper with fibres, seen through a sensor with `grain` levels of noise."""
    width, height = (round(side / 25.4 * dpi) for side in A4_MM)
    fibres = random.normal(0, 1.0, (height // 12 + 2, width // 12 + 2)).astype(np.float32)
    texture = np.rint(cv2.resize(fibres, (width, height))).astype(np.int8)
    page = np.empty((height, width, 3), np.uint8)
    plate = np.rint(random.normal(0, grain, (height + 97, width))).astype(np.int8)
    for channel, level in enumerate(tone):
        noise = np.roll(plate, 1237 * channel, axis=1)[31 * channel : 31 * channel + height]
        grey = cv2.add(noise, texture)
        page[..., channel] = cv2.add(grey, np.array([float(level)]), dtype=cv2.CV_8U)
    return page


def draw_stamp(stamp: Stamp, px_per_mm: float) -> Coverage:
    """A rim, an inner line, and text that says what it is."""
    fine = px_per_mm * _FINE
    side = (np.hypot(stamp.length_mm, stamp.width_mm) + 2 * _MARGIN_MM) * fine
    size = int(np.ceil(side / _FINE)) * _FINE
    canvas = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(canvas)
    for inset, thick in ((0.0, stamp.rim_mm), (stamp.rim_mm + 0.8, 0.3)):
        _draw_rim(pen, stamp, inset * fine, thick * fine, (size, fine))
    _draw_texts(pen, stamp, (size, fine))
    turned = canvas.rotate(-stamp.angle, Image.Resampling.BILINEAR)
    whole = np.asarray(turned, dtype=np.uint8)
    small = cv2.resize(whole, (size // _FINE, size // _FINE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _draw_rim(
    pen: ImageDraw.ImageDraw, stamp: Stamp, inset: float, thick: float, frame: tuple[int, float]
) -> None:
    size, fine = frame
    half_x, half_y = stamp.length_mm / 2 * fine - inset, stamp.width_mm / 2 * fine - inset
    middle = (size - 1) / 2
    box = (middle - half_x, middle - half_y, middle + half_x, middle + half_y)
    if stamp.shape == "rectangle":
        pen.rounded_rectangle(box, radius=max(1.0, fine - inset), outline=255, width=round(thick))
    else:
        pen.ellipse(box, outline=255, width=round(thick))


def _draw_texts(pen: ImageDraw.ImageDraw, stamp: Stamp, frame: tuple[int, float]) -> None:
    size, fine = frame
    inner = 0.72 * stamp.length_mm * fine
    for text, row, share in (
        (stamp.name, -0.22, 0.80),
        ("样本 SPECIMEN", 0.0, 1.0),
        (stamp.code, 0.22, 0.80),
    ):
        drawable = text if _has_chinese() else text.encode("ascii", "ignore").decode().strip()
        font = _fitting(drawable, inner * share, 0.17 * stamp.width_mm * fine)
        place = (size / 2, size / 2 + row * stamp.width_mm * fine)
        pen.text(place, drawable, fill=255, font=font, anchor="mm")


def _has_chinese() -> bool:
    return _FONT.is_file()


def _fitting(text: str, width: float, height: float) -> Font:
    """The largest size at which the text stays inside the given box."""
    probe = _font(100)
    left, _, right, _ = probe.getbbox(text or "x")
    return _font(max(6, round(min(height, 100 * width / max(right - left, 1)))))


@cache
def _font(size: int) -> Font:
    basic = ImageFont.Layout.BASIC  # the other engine comes with some machines and not with others
    if _has_chinese():
        return ImageFont.truetype(_FONT, size, layout_engine=basic)
    return ImageFont.load_default(size)


def draw_scribble(
    px_per_mm: float,
    random: np.random.Generator,
    *,
    length_mm: float = 29.0,
    height_mm: float = 12.0,
    pen_mm: float = 0.55,
    label: bool = False,
) -> Coverage:
    """Loops of a pen that are nobody's name."""
    fine = px_per_mm * _FINE
    width = int(np.ceil((length_mm + 2 * _MARGIN_MM) * fine / _FINE)) * _FINE
    height = int(np.ceil((height_mm + 2 * _MARGIN_MM) * fine / _FINE)) * _FINE
    line = _scribble_path(random)
    half = np.array([length_mm - pen_mm, height_mm - pen_mm]) / 2 * fine
    points = line * half + np.array([width, height]) / 2
    canvas = np.zeros((height, width), np.uint8)
    thick = max(1, round(pen_mm * fine))
    cv2.polylines(
        canvas, [np.rint(points * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 4
    )
    picture = Image.fromarray(canvas)
    if label:
        font = _fitting("SPECIMEN", 12 * fine, 2.4 * fine)
        place = (width / 2, height / 2 + 0.33 * height_mm * fine)
        ImageDraw.Draw(picture).text(place, "SPECIMEN", fill=255, font=font, anchor="mm")
    size = (width // _FINE, height // _FINE)
    small = cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _scribble_path(random: np.random.Generator) -> NDArray[np.float64]:
    """From -1 to 1 in both directions."""
    time = np.linspace(0, 1, 1500)
    loops = random.uniform(5, 9)
    x = time * 2 - 1 + random.uniform(0.15, 0.3) * np.sin(2 * np.pi * loops * time)
    swing = 0.55 + 0.45 * np.sin(2 * np.pi * random.uniform(0.8, 1.7) * time + random.uniform(0, 6))
    y = swing * np.cos(2 * np.pi * loops * time + random.uniform(0, 6))
    path = np.stack([x, y], axis=1)
    path -= (path.max(axis=0) + path.min(axis=0)) / 2
    return np.asarray(path / np.abs(path).max(axis=0))


def worn(coverage: Coverage, px_per_mm: float, random: np.random.Generator) -> Coverage:
    """Ink is never laid evenly: darker and lighter patches, and fine grain."""
    height, width = coverage.shape
    density = np.full((height, width), 0.9, np.float32)
    for grain_mm, depth in ((6.0, 0.06), (0.35, 0.07)):
        cells = (int(height / grain_mm / px_per_mm) + 2, int(width / grain_mm / px_per_mm) + 2)
        patches = random.normal(0, depth, cells).astype(np.float32)
        density += cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)
    return coverage * np.clip(density, 0.45, 1.0)


def lay_ink(
    page: NDArray[np.uint8],
    coverage: Coverage,
    corner: tuple[int, int],
    colour: tuple[int, int, int],
    *,
    blur: float = 0.8,
) -> None:
    """Prints onto the page at `corner` (x, y), seen through optics of `blur` pixels."""
    x, y = corner
    height, width = coverage.shape
    area = page[y : y + height, x : x + width].astype(np.float32)
    share = cv2.GaussianBlur(coverage, (0, 0), blur)[..., None] if blur else coverage[..., None]
    inked = area + (np.array(colour, np.float32) - np.array(PAPER, np.float32)) * share
    page[y : y + height, x : x + width] = np.clip(np.rint(inked), 0, 255)


def _near_centre(
    page: NDArray[np.uint8], coverage: Coverage, dpi: float, random: np.random.Generator
) -> tuple[int, int]:
    shift = random.uniform(-6, 6, 2) / 25.4 * dpi
    x = (page.shape[1] - coverage.shape[1]) / 2 + shift[0]
    y = (page.shape[0] - coverage.shape[0]) / 2 + shift[1]
    return round(x), round(y)


def _encoded(page: NDArray[np.uint8], kind: str, dpi: int) -> bytes:
    buffer = BytesIO()
    run_lengths = {"compress_level": 1, "compress_type": zlib.Z_RLE}  # noise repeats nothing else
    options = {"quality": 90} if kind == "JPEG" else run_lengths
    Image.fromarray(page).save(buffer, kind, dpi=(dpi, dpi), **options)
    return buffer.getvalue()
