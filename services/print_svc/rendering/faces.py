"""TrueType faces read once per process: widths, outlines and glyphs without their hinting.

A face is read only, so that documents in several threads may share it.
"""

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FONT_FILES: Final = {
    "S": "Tinos_400Regular.ttf",
    "B": "Tinos_700Bold.ttf",
    "H": "NotoSansSC_400Regular.ttf",
}
ARGS_ARE_WORDS, HAS_SCALE, MORE, HAS_XY_SCALE, HAS_2X2, HAS_INSTRUCTIONS = 1, 8, 32, 64, 128, 256

Outlines = Callable[[str, BasePen], None]


@dataclass(frozen=True, slots=True)
class Glyph:
    """glyf data without instructions; `components` are offsets and glyph ids of its parts."""

    data: bytes
    components: tuple[tuple[int, int], ...]


class Face:
    """One font file; widths are in thousandths of the type size."""

    def __init__(self, key: str, file: Traversable) -> None:
        self.key = key
        self._file = file
        with file.open("rb") as content:
            self._read(TTFont(content, lazy=True))

    def _read(self, font: TTFont) -> None:
        order = {name: index for index, name in enumerate(font.getGlyphOrder())}
        self.name = str(font["name"].getDebugName(6))
        self.units = int(font["head"].unitsPerEm)
        self.tables = {tag: font[tag] for tag in ("head", "hhea", "OS/2")}
        self.cmap: dict[int, str] = font.getBestCmap()
        self.glyph_ids = {chr(code): order[name] for code, name in self.cmap.items()}
        self.head, self.hhea, self.maxp = (font.reader[tag] for tag in ("head", "hhea", "maxp"))
        self._glyf = font.reader["glyf"]
        self._loca = _locations(font)
        self._metrics = _metrics(font)
        self._glyphs: dict[int, Glyph] = {}

    def metrics(self, glyph_id: int) -> tuple[int, int]:
        """Advance width and left side bearing in font units."""
        return self._metrics[glyph_id]

    def width(self, glyph_id: int) -> float:
        return self._metrics[glyph_id][0] * 1000 / self.units

    def scaled(self, units: float) -> int:
        return round(units * 1000 / self.units)

    def glyph(self, glyph_id: int) -> Glyph:
        found = self._glyphs.get(glyph_id)
        if found is None:
            raw = self._glyf[self._loca[glyph_id] : self._loca[glyph_id + 1]]
            found = self._glyphs[glyph_id] = _unhinted(raw)
        return found

    def outlines(self) -> Outlines:
        """How to draw a character in font units; read anew, so that no two threads share it."""
        with self._file.open("rb") as content:
            font = TTFont(io.BytesIO(content.read()), lazy=True)
        glyphs = font.getGlyphSet()
        return lambda character, pen: glyphs[self.cmap[ord(character)]].draw(pen)


def _locations(font: TTFont) -> tuple[int, ...]:
    raw = font.reader["loca"]
    if font["head"].indexToLocFormat:
        return struct.unpack(f">{len(raw) // 4}I", raw)
    return tuple(2 * offset for offset in struct.unpack(f">{len(raw) // 2}H", raw))


def _metrics(font: TTFont) -> list[tuple[int, int]]:
    """Advance width and left side bearing of every glyph; the last width holds for the rest."""
    count, raw = font["hhea"].numberOfHMetrics, font.reader["hmtx"]
    full = list(struct.iter_unpack(">Hh", raw[: 4 * count]))
    last = full[-1][0]
    return full + [(last, bearing) for (bearing,) in struct.iter_unpack(">h", raw[4 * count :])]


def _unhinted(raw: bytes) -> Glyph:
    if not raw:
        return Glyph(b"", ())
    contours = struct.unpack_from(">h", raw)[0]
    if contours < 0:
        return _unhinted_composite(raw)
    end = 10 + 2 * contours
    instructions = struct.unpack_from(">H", raw, end)[0]
    data = raw[:end] + b"\0\0" + raw[end + 2 + instructions :]
    return Glyph(_padded(data), ())


def _unhinted_composite(raw: bytes) -> Glyph:
    data, position, components = bytearray(raw), 10, []
    while True:
        flags, part = struct.unpack_from(">HH", raw, position)
        struct.pack_into(">H", data, position, flags & ~HAS_INSTRUCTIONS)
        components.append((position + 2, part))
        position += 8 if flags & ARGS_ARE_WORDS else 6
        position += 2 * bool(flags & HAS_SCALE) + 4 * bool(flags & HAS_XY_SCALE)
        position += 8 * bool(flags & HAS_2X2)
        if not flags & MORE:
            return Glyph(_padded(bytes(data[:position])), tuple(components))


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


@cache
def faces() -> dict[str, Face]:
    folder = files("services.print_svc.rendering").joinpath("fonts")
    return {key: Face(key, folder.joinpath(name)) for key, name in FONT_FILES.items()}
