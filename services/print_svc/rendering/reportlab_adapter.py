"""ReportLab beyond its documented canvas: nothing else here knows how it works inside.

Its public API formats and compresses every object again for every document, which takes most of
the time of a certificate. What is used of its internals instead, and what for:

- `Canvas._doc` with `Reference`, `getXObjectName` and `Catalog`: registering a finished object
  under the name by which `doForm` or the catalog finds it.
- `PDFObject.format` and `__RefOnly__`: writing a registered object, as one with its own number.
- `PDFCatalog.__NoDefault__`: the entries that a catalog writes, to which ours is added.
- `PDFResourceDictionary.basicFonts`: resources that name all fonts of a document.
- `TTFont.addObjects`, `state`, `splitString`, `getSubsetInternalName` and the document's
  `idToObject["BasicFonts"]`: embedding a subset that an earlier document needed alike, and giving
  the same characters the same codes in every document.
- `TTFontFace` with `_ttf_data`, `get_table`, `get_table_pos`, `makeSubset` and the measures it
  read from the file: cutting out a subset without copying all outlines first, from any thread.
- `makeToUnicodeCMap`, which is wrong beyond the basic plane and put right here, and `SUBSETN`.

The version that this was checked with stands in its test, with what to look at for another one.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import (
    PDFDocument,
    PDFObject,
    PDFObjectReference,
    PDFResourceDictionary,
)
from reportlab.pdfbase.ttfonts import (
    FF_NONSYMBOLIC,
    FF_SYMBOLIC,
    SUBSETN,
    TTFont,
    TTFontFace,
    makeToUnicodeCMap,
)
from reportlab.pdfgen.canvas import Canvas

from services.print_svc.rendering.kept import FAST, Kept, Value, deflated, entries_of

KEPT_SUBSETS: Final = 64
BEYOND_BASIC_PLANE: Final = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


class KeepingCanvas(Canvas):
    """A canvas that takes objects which are finished already."""

    def keep(self, name: str, drawing: Kept) -> None:
        """Add an image or a drawing that `doForm(name)` shows."""
        _place(self._doc, drawing, self._doc.getXObjectName(name))

    def keep_in_catalog(self, entry: str, kept: Kept, *, listed: bool = False) -> None:
        """Set an entry of the document's catalog (ISO 32000-1, 7.7.2), in an array if `listed`."""
        catalog = self._doc.Catalog
        catalog.__NoDefault__ = list(dict.fromkeys([*catalog.__NoDefault__, entry]))
        reference = _place(self._doc, kept, entry)
        self.setCatalogEntry(entry, [reference] if listed else reference)

    def share_fonts(self, name: str) -> None:
        """Add resources under the name that hold whatever fonts the document will have."""
        resources = PDFResourceDictionary()
        resources.basicFonts()
        self._doc.Reference(resources, name)

    def give_codes(self, font: "Font", characters: str) -> None:
        """Let the characters have the font's first codes, in this order; the font is embedded."""
        font.splitString(characters, self._doc)
        font.getSubsetInternalName(0, self._doc)


class _Placed(PDFObject):
    """What is kept, inside one document, whose numbers its links take."""

    __RefOnly__ = True

    def __init__(self, kept: Kept, links: Mapping[str, PDFObjectReference]) -> None:
        self._kept = kept
        self._links = links

    def format(self, document: PDFDocument) -> bytes:
        links = [f"/{entry} ".encode() + to.format(document) for entry, to in self._links.items()]
        dictionary = b"<<\n%b\n>>" % b"\n".join([self._kept.entries, *links])
        content = self._kept.content
        if content is None:
            return dictionary
        return b"%b\nstream\n%b\nendstream\n" % (dictionary, content)


def _place(document: PDFDocument, kept: Kept, name: str) -> PDFObjectReference:
    """Register under the name, and what it brings along under names that begin with it."""
    links = {
        entry: PDFObjectReference(target)
        if isinstance(target, str)
        else _place(document, target, f"{name}.{entry}")
        for entry, target in kept.links.items()
    }
    return document.Reference(_Placed(kept, links), name)


@dataclass(frozen=True, slots=True)
class _Outlines:
    """The outlines of a file: a subset takes a few and need not copy all ten megabytes."""

    file: bytes
    start: int

    def __getitem__(self, part: slice) -> bytes:
        return self.file[self.start + part.start : self.start + part.stop]


class _Face(TTFontFace):
    """A face that is cut into subsets without being copied."""

    def __init__(self, parsed: TTFontFace) -> None:
        self.__dict__.update(parsed.__dict__)

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class Font(TTFont):
    """A TrueType font whose subsets are embedded from what earlier documents needed alike.

    It knows each document by itself and is read only otherwise, so that threads may share it.
    """

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False, shapable=False)
        self.face: _Face = _Face(self.face)

    def draws(self, character: str) -> bool:
        """Whether the font has a glyph for it."""
        return ord(character) in self.face.charToGlyph

    def width_of(self, character: str) -> float:
        """Width in thousandths of the type size; KeyError for a character it does not draw."""
        return float(self.face.charWidths[ord(character)])

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - ReportLab calls it by this name
        """Put the subsets this document used among its objects, and forget the document."""
        for number, subset in enumerate(self.state[doc].subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            font = _subset(self.face, number, name, tuple(subset))
            doc.idToObject["BasicFonts"].dict[name] = _place(doc, font, name)
        del self.state[doc]


@lru_cache(maxsize=KEPT_SUBSETS)
def _subset(face: _Face, number: int, name: str, characters: tuple[int, ...]) -> Kept:
    """A simple TrueType font of at most 256 characters (ISO 32000-1, 9.6.3)."""
    base = (SUBSETN(number) + b"+" + face.name + face.subfontNameX).decode()
    unicode_map = BEYOND_BASIC_PLANE.sub(_surrogates, makeToUnicodeCMap(base, characters))
    entries: dict[str, Value] = {
        "Type": "/Font",
        "Subtype": "/TrueType",
        "Name": f"/{name}",
        "BaseFont": f"/{base}",
        "FirstChar": 0,
        "LastChar": len(characters) - 1,
        "Widths": [face.getCharWidth(character) for character in characters],
    }
    links = {
        "FontDescriptor": Kept(
            _description(face, base), links={"FontFile2": _program(face, characters)}
        ),
        "ToUnicode": deflated({}, unicode_map.encode(), level=FAST),
    }
    return Kept(entries_of(entries), links=links)


def _program(face: _Face, characters: tuple[int, ...]) -> Kept:
    """Made with a copy, because a face moves a reading position while it cuts out a subset."""
    program = bytes(copy.copy(face).makeSubset(characters))
    return deflated({"Length1": len(program)}, program, level=FAST)


@cache
def _description(face: _Face, base: str) -> bytes:
    """ISO 32000-1, 9.8."""
    return entries_of(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{base}",
            "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
            "FontBBox": face.bbox,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capHeight,
            "ItalicAngle": face.italicAngle,
            "StemV": face.stemV,
            "MissingWidth": face.defaultWidth,
        }
    )


def _surrogates(code: re.Match[str]) -> str:
    """Characters beyond the basic plane, written as UTF-16 wants them (ISO 32000-1, 9.10.3)."""
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
