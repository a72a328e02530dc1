"""The embedded fonts, registered with ReportLab once per process.

A font knows each document by itself and is read only otherwise, so that threads may share it.
"""

import copy
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import (
    FF_NONSYMBOLIC,
    FF_SYMBOLIC,
    SUBSETN,
    TTFont,
    TTFontFace,
    makeToUnicodeCMap,
)

from services.print_svc.rendering.kept import FAST, Kept, deflated, entries_of

FONT_FILES: Final = {
    "S": "Tinos_400Regular.ttf",
    "B": "Tinos_700Bold.ttf",
    "H": "NotoSansSC_400Regular.ttf",
}
KEPT_SUBSETS: Final = 64
BEYOND_BASIC_PLANE: Final = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of a file: a subset takes a few and need not copy all ten megabytes."""

    file: bytes
    start: int

    def __getitem__(self, part: slice) -> bytes:
        return self.file[self.start + part.start : self.start + part.stop]


class Face(TTFontFace):  # type: ignore[misc]
    """A face that is cut into subsets without being copied."""

    def __init__(self, parsed: TTFontFace) -> None:
        self.__dict__.update(parsed.__dict__)

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class Font(TTFont):  # type: ignore[misc]
    """A font whose subsets are embedded from what earlier documents needed alike."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False, shapable=False)
        self.face: Face = Face(self.face)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        for number, subset in enumerate(self.state[doc].subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            font = _subset(self.face, number, name, tuple(subset))
            doc.idToObject["BasicFonts"].dict[name] = font.add_to(doc, name)
        del self.state[doc]


@lru_cache(maxsize=KEPT_SUBSETS)
def _subset(face: Face, number: int, name: str, characters: tuple[int, ...]) -> Kept:
    """A simple TrueType font of at most 256 characters (ISO 32000-1, 9.6.3)."""
    base = (SUBSETN(number) + b"+" + face.name + face.subfontNameX).decode()
    unicode_map = BEYOND_BASIC_PLANE.sub(_surrogates, makeToUnicodeCMap(base, characters))
    entries = {
        "Type": "/Font",
        "Subtype": "/TrueType",
        "Name": f"/{name}",
        "BaseFont": f"/{base}",
        "FirstChar": 0,
        "LastChar": len(characters) - 1,
        "Widths": PDFArray(map(face.getCharWidth, characters)),
    }
    links = {
        "FontDescriptor": Kept(
            _description(face, base), links={"FontFile2": _program(face, characters)}
        ),
        "ToUnicode": deflated({}, unicode_map.encode(), level=FAST),
    }
    return Kept(entries_of(entries), links=links)


def _program(face: Face, characters: tuple[int, ...]) -> Kept:
    """Made with a copy, because a face moves a reading position while it cuts out a subset."""
    program = bytes(copy.copy(face).makeSubset(characters))
    return deflated({"Length1": len(program)}, program, level=FAST)


@cache
def _description(face: Face, base: str) -> bytes:
    return entries_of(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{base}",
            "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
            "FontBBox": PDFArray(face.bbox),
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capHeight,
            "ItalicAngle": face.italicAngle,
            "StemV": face.stemV,
            "MissingWidth": face.defaultWidth,
        }
    )


def _surrogates(code: re.Match[str]) -> str:
    """Characters beyond the basic plane, written as UTF-16 wants them."""
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


def _registered(key: str, name: str) -> Font:
    file = files("services.print_svc.rendering").joinpath("fonts", name)
    font = Font(key, str(file))
    registerFont(font)
    return font


FONTS: Final = {key: _registered(key, name) for key, name in FONT_FILES.items()}
