"""A PDF file as numbered objects, written once from front to back."""

import hashlib
from typing import Final

HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Objects get their numbers first and their bodies later, in any order."""

    def __init__(self) -> None:
        self._bodies: list[bytes | None] = []

    def reserve(self) -> int:
        self._bodies.append(None)
        return len(self._bodies)

    def add(self, body: bytes) -> int:
        self._bodies.append(body)
        return len(self._bodies)

    def fill(self, number: int, body: bytes) -> None:
        self._bodies[number - 1] = body

    def to_bytes(self, catalog: int, info: int) -> bytes:
        """The file; its identifier comes from its content, so that equal data give equal bytes."""
        parts, offsets, position = [HEADER], [], len(HEADER)
        for number, body in enumerate(self._bodies, start=1):
            if body is None:
                raise ValueError(f"object {number} was reserved and never filled")
            written = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            offsets.append(position)
            parts.append(written)
            position += len(written)
        content = b"".join(parts)
        identifier = hashlib.sha256(content).hexdigest()[:32].encode()
        table = b"".join([b"%010d 00000 n \n" % offset for offset in offsets])
        return (
            content
            + b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
            + table
            + b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\n"
            % (len(offsets) + 1, catalog, info, identifier, identifier)
            + b"startxref\n%d\n%%%%EOF\n" % position
        )


def text_string(text: str) -> bytes:
    """A text string in UTF-16, as PDF wants it outside ASCII."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
