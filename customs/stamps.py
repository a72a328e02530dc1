"""The specimen seal and signature that customs puts into layouts, drawn at their true size.

Both say 样本 SPECIMEN and resemble no seal of any customs: no emblem, no name of an authority.
"""

import io
import math
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from contracts.layouts import StampImage

Ink = tuple[int, int, int, int]

SEAL_MM: Final = 40.0
SIGNATURE_MM: Final = (32.0, 14.0)
PIXELS_PER_MM: Final = 12
_FINER: Final = 3
_SCALE: Final = PIXELS_PER_MM * _FINER
_STEP: Final = 51
"""Six strengths of ink look like 256 and make a file of a third the size."""
_FONT: Final = str(Path(__file__).parent / "data" / "NotoSansSC-Specimen.ttf")
_BASIC: Final = ImageFont.Layout.BASIC
_VIOLET: Final[Ink] = (112, 48, 160, 255)
_SLATE: Final[Ink] = (40, 62, 110, 255)
_CLEAR: Final = (255, 255, 255, 0)
_RIM: Final = "SPECIMEN 样本 · NO LEGAL FORCE 无效 · SIMULATION 模拟 · "


@lru_cache(maxsize=256)
def specimen_seal(office: str) -> StampImage:
    """A round seal of 40 mm with the office's four digits."""
    canvas = _canvas(SEAL_MM, SEAL_MM)
    draw = ImageDraw.Draw(canvas)
    for radius_mm, width_mm in ((19.5, 0.9), (14.6, 0.4)):
        _ring(draw, radius_mm, width_mm)
    _write_round(canvas, _RIM, radius_mm=17.0, size_mm=2.9)
    _write(draw, "样本", (20, 14.6), size_mm=7.5, colour=_VIOLET)
    _write(draw, "SPECIMEN", (20, 21.6), size_mm=4.2, colour=_VIOLET)
    _write(draw, office, (20, 27.4), size_mm=4.2, colour=_VIOLET)
    return _stamp(canvas, (SEAL_MM, SEAL_MM), _VIOLET)


@lru_cache(maxsize=1)
def specimen_signature() -> StampImage:
    """A wave of ink with the word SPECIMEN below; it is nobody's hand."""
    width_mm, height_mm = SIGNATURE_MM
    canvas = _canvas(width_mm, height_mm)
    draw = ImageDraw.Draw(canvas)
    points = [_wave(step / 200, width_mm) for step in range(201)]
    draw.line([_pixels(x, y) for x, y in points], fill=_SLATE, width=_length(0.6), joint="curve")
    _write(draw, "样本 SPECIMEN", (width_mm / 2, 11.6), size_mm=3.4, colour=_SLATE)
    return _stamp(canvas, SIGNATURE_MM, _SLATE)


def _wave(part: float, width_mm: float) -> tuple[float, float]:
    height = 3.6 * math.sin(part * math.tau * 3.5) * (1 - 0.7 * part)
    return 2 + part * (width_mm - 4), 4.8 - height


def _canvas(width_mm: float, height_mm: float) -> Image.Image:
    return Image.new("RGBA", (_length(width_mm), _length(height_mm)), _CLEAR)


def _length(millimetres: float) -> int:
    return round(millimetres * _SCALE)


def _pixels(x_mm: float, y_mm: float) -> tuple[float, float]:
    return x_mm * _SCALE, y_mm * _SCALE


def _ring(draw: ImageDraw.ImageDraw, radius_mm: float, width_mm: float) -> None:
    middle = SEAL_MM / 2
    start, end = middle - radius_mm, middle + radius_mm
    draw.ellipse(
        (*_pixels(start, start), *_pixels(end, end)), outline=_VIOLET, width=_length(width_mm)
    )


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    middle_mm: tuple[float, float],
    *,
    size_mm: float,
    colour: Ink,
) -> None:
    font = ImageFont.truetype(_FONT, _length(size_mm), layout_engine=_BASIC)
    draw.text(_pixels(*middle_mm), text, font=font, fill=colour, anchor="mm")


def _write_round(canvas: Image.Image, text: str, *, radius_mm: float, size_mm: float) -> None:
    """One turn of the rim, each character upright towards the outside."""
    font = ImageFont.truetype(_FONT, _length(size_mm), layout_engine=_BASIC)
    widths = [font.getlength(character) for character in text]
    side = _length(size_mm * 2)
    passed = 0.0
    for character, width in zip(text, widths, strict=True):
        angle = math.tau * (passed + width / 2) / sum(widths)
        passed += width
        glyph = Image.new("RGBA", (side, side), _CLEAR)
        ImageDraw.Draw(glyph).text(
            (side / 2, side / 2), character, font=font, fill=_VIOLET, anchor="mm"
        )
        turned = glyph.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x, y = _pixels(
            SEAL_MM / 2 + radius_mm * math.sin(angle), SEAL_MM / 2 - radius_mm * math.cos(angle)
        )
        canvas.alpha_composite(turned, (round(x - side / 2), round(y - side / 2)))


def _stamp(canvas: Image.Image, size_mm: tuple[float, float], ink: Ink) -> StampImage:
    """One flat colour whose strength is the transparency: small, and prints without a halo."""
    size = (round(size_mm[0] * PIXELS_PER_MM), round(size_mm[1] * PIXELS_PER_MM))
    strength = canvas.getchannel("A").resize(size, Image.Resampling.LANCZOS)
    flat = Image.new("RGBA", size, ink)
    flat.putalpha(strength.point([round(value / _STEP) * _STEP for value in range(256)]))
    content = io.BytesIO()
    dpi = PIXELS_PER_MM * 25.4
    flat.save(content, "PNG", optimize=True, dpi=(dpi, dpi))
    return StampImage.of(content.getvalue(), *size_mm)
