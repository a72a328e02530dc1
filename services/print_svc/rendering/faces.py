"""The embedded fonts, registered with ReportLab once per process.

A font knows each document by itself and is read only otherwise, so that threads may share it.
"""

import copy
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFStream, PDFTrueTypeFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

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
    """A face that keeps the subsets which one document after the other asks for."""

    def __init__(self, parsed: TTFontFace) -> None:
        self.__dict__.update(parsed.__dict__)

    def makeSubset(self, subset: list[int]) -> bytes:  # noqa: N802
        return _program(self, tuple(subset))

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class Font(TTFont):  # type: ignore[misc]
    """A font that formats and compresses once what many documents embed alike."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False, shapable=False)
        self.face: Face = Face(self.face)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        known = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - known:
            added = doc.idToObject[name]
            if isinstance(added, PDFTrueTypeFont):
                added.Widths = _array(tuple(added.Widths.sequence))
            elif isinstance(added, PDFStream):
                added.content = _compressed(_corrected(added.content))
                added.dictionary["Filter"] = "/FlateDecode"


@lru_cache(maxsize=KEPT_SUBSETS)
def _program(face: Face, characters: tuple[int, ...]) -> bytes:
    """Made with a copy, because a face moves a reading position while it cuts out a subset."""
    return bytes(TTFontFace.makeSubset(copy.copy(face), characters))


@lru_cache(maxsize=KEPT_SUBSETS)
def _array(numbers: tuple[float, ...]) -> bytes:
    return bytes(PDFArray(numbers).format(None))


@lru_cache(maxsize=KEPT_SUBSETS)
def _compressed(content: bytes) -> bytes:
    return zlib.compress(content)


@lru_cache(maxsize=KEPT_SUBSETS)
def _corrected(content: bytes | str) -> bytes:
    """A Unicode map in which characters beyond the basic plane are written as UTF-16 wants them."""
    if isinstance(content, bytes):
        return content
    return BEYOND_BASIC_PLANE.sub(_surrogates, content).encode()


def _surrogates(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


def _registered(key: str, name: str) -> Font:
    file = files("services.print_svc.rendering").joinpath("fonts", name)
    font = Font(key, str(file))
    registerFont(font)
    return font


FONTS: Final = {key: _registered(key, name) for key, name in FONT_FILES.items()}
