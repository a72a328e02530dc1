"""PDF objects that are formatted and compressed once, however many documents contain them.

What is written follows ISO 32000-1, 7.3; ReportLab only gives the objects their numbers.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

FAST: Final = 4
"""Compression level for what one document alone contains: a quarter of the usual level's time."""

Value = str | float | Sequence[float]
"""Text is PDF syntax already: `/Font`, `(sRGB)`, `true`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A dictionary with finished entries, and a stream where there is content.

    `links` are the entries that name other objects: kept ones that come along, or one that every
    document has under the name.
    """

    entries: bytes = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    links: Mapping[str, "Kept | str"] = field(default_factory=dict)


def entries_of(entries: Mapping[str, Value]) -> bytes:
    """Lines of a dictionary without its brackets (ISO 32000-1, 7.3.7)."""
    return "\n".join(f"/{name} {_syntax(value)}" for name, value in entries.items()).encode("ascii")


def stream(entries: Mapping[str, Value], content: bytes) -> Kept:
    """A stream as it is, uncompressed (ISO 32000-1, 7.3.8)."""
    return Kept(entries_of({**entries, "Length": len(content)}), content)


def deflated(
    entries: Mapping[str, Value],
    content: bytes,
    links: Mapping[str, Kept | str] | None = None,
    level: int = -1,
    strategy: int = zlib.Z_DEFAULT_STRATEGY,
) -> Kept:
    """A stream under FlateDecode (ISO 32000-1, 7.4.4); `level` and `strategy` are zlib's."""
    packing = zlib.compressobj(level, strategy=strategy)
    packed = packing.compress(content) + packing.flush()
    full = {**entries, "Filter": "/FlateDecode", "Length": len(packed)}
    return Kept(entries_of(full), packed, links or {})


def _syntax(value: Value) -> str:
    """Reals to a thousandth and without an exponent, which PDF does not know (7.3.3)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return f"[{' '.join(map(_syntax, value))}]"
