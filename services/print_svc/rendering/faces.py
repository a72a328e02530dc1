"""The embedded fonts, registered with ReportLab once per process.

A font knows each document by itself and is read only otherwise, so that threads may share it.
"""

import copy
import re
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

FONT_FILES: Final = {
    "S": "Tinos_400Regular.ttf",
    "B": "Tinos_700Bold.ttf",
    "H": "NotoSansSC_400Regular.ttf",
}
KEPT_SUBSETS: Final = 64
BEYOND_BASIC_PLANE: Final = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


class Face(TTFontFace):  # type: ignore[misc]
    """A face that keeps the subsets which one document after the other asks for."""

    def __init__(self, parsed: TTFontFace) -> None:
        self.__dict__.update(parsed.__dict__)

    def makeSubset(self, subset: list[int]) -> bytes:  # noqa: N802
        return _program(self, tuple(subset))

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:  # noqa: N802
        reference = super().addSubsetObjects(doc, fontname, subset)
        file = doc.idToObject[f"fontFile:{self.filename}({fontname})"]
        file.content = _compressed(file.content)
        file.dictionary["Filter"] = "/FlateDecode"
        return reference


class Font(TTFont):  # type: ignore[misc]
    """A font whose text extracts as it was written beyond the basic plane, too."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False, shapable=False)
        self.face: Face = Face(self.face)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        known = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - known:
            if name.startswith("toUnicodeCMap:"):
                cmap = doc.idToObject[name]
                cmap.content = BEYOND_BASIC_PLANE.sub(_surrogates, cmap.content)


@lru_cache(maxsize=KEPT_SUBSETS)
def _program(face: Face, characters: tuple[int, ...]) -> bytes:
    """Made with a copy, because a face moves a reading position while it cuts out a subset."""
    return bytes(TTFontFace.makeSubset(copy.copy(face), characters))


@lru_cache(maxsize=KEPT_SUBSETS)
def _compressed(program: bytes) -> bytes:
    return zlib.compress(program)


def _surrogates(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


def _registered(key: str, name: str) -> Font:
    file = files("services.print_svc.rendering").joinpath("fonts", name)
    font = Font(key, str(file))
    registerFont(font)
    return font


FONTS: Final = {key: _registered(key, name) for key, name in FONT_FILES.items()}
