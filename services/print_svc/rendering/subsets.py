"""The glyphs that one document uses, as an embedded font with two-byte codes and ToUnicode.

Codes are given out per character, not per glyph, so that text extracts as it was written even
where a font draws two characters alike.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from services.print_svc.rendering.faces import Face

CMAP_HEAD: Final = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
    b"/CMapName/Adobe-Identity-UCS def /CMapType 2 def\n"
    b"1 begincodespacerange<0000><FFFF>endcodespacerange\n"
)
CMAP_TAIL: Final = b"endcmap CMapName currentdict/CMap defineresource pop end end"


class FontCodes:
    """Characters and their two-byte codes, in the order in which they were first asked for."""

    def __init__(self, face: Face, codes: dict[str, bytes] | None = None) -> None:
        self.face = face
        self.codes = dict(codes or {})

    def code(self, character: str) -> bytes:
        """The code in hexadecimal; code 0 is left to the missing glyph, which is never shown."""
        known = self.codes.get(character)
        if known is None:
            known = self.codes[character] = b"%04X" % (len(self.codes) + 1)
        return known

    def encode(self, text: str) -> bytes:
        codes = self.codes
        try:
            return b"".join([codes[character] for character in text])
        except KeyError:
            return b"".join([self.code(character) for character in text])


@dataclass(frozen=True)
class EmbeddedFont:
    """The five PDF objects of one subset, still without object numbers."""

    face: Face
    characters: tuple[str, ...]

    @cached_property
    def _glyph_ids(self) -> tuple[int, ...]:
        ids = [0, *(self.face.glyph_ids[character] for character in self.characters)]
        known = set(ids)
        for glyph_id in ids:  # grows while it runs: parts of parts
            for _, part in self.face.glyph(glyph_id).components:
                if part not in known:
                    known.add(part)
                    ids.append(part)
        return tuple(ids)

    @cached_property
    def name(self) -> bytes:
        checksum = zlib.crc32("".join(self.characters).encode("utf-8", "surrogatepass"))
        tag = "".join(chr(65 + checksum // 26**place % 26) for place in range(6))
        return f"{tag}+{self.face.name}".encode()

    @cached_property
    def bodies(self) -> tuple[bytes, bytes, bytes, bytes, bytes]:
        """Type0 font, descendant, descriptor, font file and ToUnicode.

        %(descendant)d and the like stand for object numbers in the first three.
        """
        program, unicode_map = self._program(), zlib.compress(self._unicode_map())
        return (
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
            b"/DescendantFonts[%%d 0 R]/ToUnicode %%d 0 R>>" % self.name,
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %%d 0 R/W[0[%b]]"
            b"/CIDToGIDMap/Identity>>" % (self.name, self._widths()),
            self._descriptor(),
            stream(zlib.compress(program), b"/Filter/FlateDecode/Length1 %d" % len(program)),
            stream(unicode_map, b"/Filter/FlateDecode"),
        )

    def _widths(self) -> bytes:
        return b" ".join(b"%d" % round(self.face.width(glyph)) for glyph in self._glyph_ids)

    def _descriptor(self) -> bytes:
        face, head, hhea = self.face, self.face.tables["head"], self.face.tables["hhea"]
        cap_height = getattr(face.tables["OS/2"], "sCapHeight", 0) or hhea.ascent
        edges = b" ".join(
            b"%d" % face.scaled(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)
        )
        return (
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%b]/ItalicAngle 0"
            b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %%d 0 R>>"
        ) % (
            self.name,
            edges,
            face.scaled(hhea.ascent),
            face.scaled(hhea.descent),
            face.scaled(cap_height),
        )

    def _unicode_map(self) -> bytes:
        rows = [
            b"<%04X><%b>" % (code, character.encode("utf-16-be").hex().encode())
            for code, character in enumerate(self.characters, start=1)
        ]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        ranges = [
            b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks
        ]
        return CMAP_HEAD + b"".join(ranges) + CMAP_TAIL

    def _program(self) -> bytes:
        face, ids = self.face, self._glyph_ids
        new_ids: dict[int, int] = {}
        for index, glyph_id in enumerate(ids):
            new_ids.setdefault(glyph_id, index)
        glyf, offsets = bytearray(), [0]
        for glyph_id in ids:
            glyph = face.glyph(glyph_id)
            data = bytearray(glyph.data)
            for position, part in glyph.components:
                struct.pack_into(">H", data, position, new_ids[part])
            glyf += data
            offsets.append(len(glyf))
        return _font_file(
            {
                b"head": _patched(face.head, (50, ">H", 1), (8, ">I", 0)),
                b"hhea": _patched(face.hhea, (34, ">H", len(ids))),
                b"maxp": _patched(face.maxp, (4, ">H", len(ids))),
                b"hmtx": b"".join(struct.pack(">Hh", *face.metrics(glyph)) for glyph in ids),
                b"loca": struct.pack(f">{len(offsets)}I", *offsets),
                b"glyf": bytes(glyf),
            }
        )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def _patched(table: bytes, *changes: tuple[int, str, int]) -> bytes:
    changed = bytearray(table)
    for position, form, value in changes:
        struct.pack_into(form, changed, position, value)
    return bytes(changed)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    exponent = count.bit_length() - 1
    spread = 16 << exponent
    head = struct.pack(">IHHHH", 0x10000, count, spread, exponent, 16 * count - spread)
    offset, directory, body = 12 + 16 * count, bytearray(head), bytearray()
    for tag in sorted(tables):
        data = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        checksum = sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
        directory += tag + struct.pack(">III", checksum, offset + len(body), len(tables[tag]))
        body += data
    return bytes(directory + body)


def printable(ranges: Iterable[range], face: Face) -> tuple[str, ...]:
    """The characters of the ranges that the face has."""
    return tuple(chr(code) for span in ranges for code in span if code in face.cmap)
