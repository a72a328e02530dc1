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

Right = Literal["print", "print_copy", "copy", "download"]
"""What cert_svc is asked: the original once, copies on paper, one to look at, the download."""


def right_to(parts: tuple[PrintPart, ...]) -> Right:
    """For what is printed: the original once, copies without limit until the archiving (R56)."""
    return "print" if PrintPart.ORIGINAL in parts else "print_copy"
