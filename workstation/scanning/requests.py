"""What is asked of a scanner, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

Mode = Literal["colour", "grey"]
Source = Literal["platen", "feeder"]
Progress = Callable[[float | None], None]
"""The part of the sheet that came, 0 to 1, or None where the scanner does not say."""

A4_MM: Final = (210.0, 297.0)
DPI: Final = 600
LARGEST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """The file as the scanner made it."""

    content: bytes = field(repr=False)
    media_type: str

    @property
    def suffix(self) -> str:
        return {"image/jpeg": ".jpg", "image/png": ".png"}.get(self.media_type, ".bin")
