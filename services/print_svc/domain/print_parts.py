"""The parts of a certificate that are asked for, and the right that they take."""

from collections.abc import Mapping
from typing import Final, Literal

from contracts.values import PrintPart

PARTS: Final[Mapping[str, tuple[PrintPart, ...]]] = {
    "original": (PrintPart.ORIGINAL,),
    "copy": (PrintPart.COPY,),
    "both": (PrintPart.ORIGINAL, PrintPart.COPY),
}
"""打印正本, 打印副本, 打印正副本 (R60)."""

Right = Literal["print", "copy", "download"]
"""What cert_svc is asked about: the original once, copies without limit, the download."""


def right_to(parts: tuple[PrintPart, ...]) -> Right:
    """What cert_svc is asked for: an original is printed once, copies without limit (R61)."""
    return "print" if PrintPart.ORIGINAL in parts else "copy"
