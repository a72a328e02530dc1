"""PDF objects that are compressed and formatted once, however many documents contain them."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFDictionary, PDFDocument, PDFObject
from reportlab.pdfbase.pdfdoc import PDFObjectReference as Reference

FAST: Final = 4
"""Compression level for what one document alone contains: a quarter of the usual level's time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A dictionary with finished entries, and a stream where there is content.

    `links` are the entries that name other objects: kept ones that come along, or one that every
    document has under the name.
    """

    entries: bytes = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    links: Mapping[str, "Kept | str"] = field(default_factory=dict)

    def add_to(self, document: PDFDocument, name: str) -> Reference:
        """Register under the name, and what it brings along under names that begin with it."""
        links = {
            entry: Reference(target)
            if isinstance(target, str)
            else target.add_to(document, f"{name}.{entry}")
            for entry, target in self.links.items()
        }
        return document.Reference(_Placed(self, links), name)


class _Placed(PDFObject):  # type: ignore[misc]
    """What is kept, inside one document, whose numbers its links take."""

    __RefOnly__ = True

    def __init__(self, kept: Kept, links: Mapping[str, Reference]) -> None:
        self._kept = kept
        self._links = links

    def format(self, document: PDFDocument) -> bytes:
        links = [f"/{entry} ".encode() + to.format(document) for entry, to in self._links.items()]
        dictionary = b"<<\n%b\n>>" % b"\n".join([self._kept.entries, *links])
        content = self._kept.content
        if content is None:
            return dictionary
        return b"%b\nstream\n%b\nendstream\n" % (dictionary, content)


def entries_of(entries: Mapping[str, Any]) -> bytes:
    """Entries as ReportLab takes them, formatted."""
    text: bytes = PDFDictionary(entries).format(DummyDoc())
    return text.removeprefix(b"<<").removesuffix(b">>").strip()


def deflated(
    entries: Mapping[str, Any],
    content: bytes,
    links: Mapping[str, Kept | str] | None = None,
    level: int = -1,
) -> Kept:
    """A stream; `level` is zlib's."""
    packed = zlib.compress(content, level)
    full = {**entries, "Filter": "/FlateDecode", "Length": len(packed)}
    return Kept(entries_of(full), packed, links or {})
