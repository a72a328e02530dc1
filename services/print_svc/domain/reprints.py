"""What a granted reprint allows: its operation type binds the next order (操作类型, R80, R84)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.errors import Refused
from contracts.exceptions import Operation
from contracts.values import PrintPart
from services.print_svc.domain.print_parts import PARTS

ALLOWED: Final[Mapping[Operation, tuple[tuple[PrintPart, ...], ...]]] = {
    "reprint_original": (PARTS["original"], PARTS["copy"]),
    "reprint_both": (PARTS["original"], PARTS["copy"], PARTS["both"]),
}
"""Copies are printed without limit, whatever was granted (R60)."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """The last one that was granted for a certificate, under this approval."""

    revision: int
    operation: Operation

    def check_parts(self, revision: int, parts: tuple[PrintPart, ...]) -> None:
        """Raise Refused for parts that it does not allow; a new approval is free of it (R104)."""
        if self.revision >= revision and parts not in ALLOWED[self.operation]:
            raise Refused("print.parts_not_granted")
