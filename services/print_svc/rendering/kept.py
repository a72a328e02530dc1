"""PDF streams that are compressed and formatted once, however many documents contain them."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFDictionary, PDFDocument, PDFObject
from reportlab.pdfbase.pdfdoc import PDFObjectReference as Reference

FONTS_IN_USE: Final = "FontsInUse"
"""The name under which a document keeps the resources that all its drawings share."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Finished entries and content; `mask` gives an image its transparency."""

    entries: bytes = field(repr=False)
    content: bytes = field(repr=False)
    mask: "Kept | None" = None
    draws_text: bool = False

    def add_to(self, document: PDFDocument, name: str) -> None:
        """Register as a form or image that a canvas shows under the name."""
        links = {"Resources": Reference(FONTS_IN_USE)} if self.draws_text else {}
        if self.mask:
            links["SMask"] = document.Reference(Stream(self.mask), f"{name}.mask")
        document.addForm(name, Stream(self, links))


class Stream(PDFObject):  # type: ignore[misc]
    """A kept stream inside one document; `links` name other objects of that document."""

    __RefOnly__ = True

    def __init__(self, kept: Kept, links: Mapping[str, Reference] | None = None) -> None:
        self._kept = kept
        self._links = links or {}

    def format(self, document: PDFDocument) -> bytes:
        links = b"".join(
            b"/%b %b\n" % (k.encode(), v.format(document)) for k, v in self._links.items()
        )
        kept = self._kept
        return b"<<%b\n%b>>\nstream\n%b\nendstream\n" % (kept.entries, links, kept.content)


def deflated(entries: Mapping[str, Any], content: bytes, **more: Any) -> Kept:
    """Entries as ReportLab takes them; the rest as `Kept` does."""
    packed = zlib.compress(content)
    full = {**entries, "Filter": "/FlateDecode", "Length": len(packed)}
    text = PDFDictionary(full).format(DummyDoc())
    return Kept(text.removeprefix(b"<<").removesuffix(b">>").strip(), packed, **more)
