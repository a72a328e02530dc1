"""By how much a printer is to shift each side so that everything comes out where it belongs."""

import math
from dataclasses import dataclass
from typing import Final, Self

FURTHEST_MM: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offsets:
    """Millimetres; x to the right and y down, as one looks at the side."""

    front_x: float = 0.0
    front_y: float = 0.0
    back_x: float = 0.0
    back_y: float = 0.0

    def __post_init__(self) -> None:
        for value in (self.front_x, self.front_y, self.back_x, self.back_y):
            if not math.isfinite(value) or abs(value) > FURTHEST_MM:
                raise ValueError(f"an offset is at most {FURTHEST_MM} mm either way")

    def corrected(self, measured: "Offsets") -> Self:
        """So that what came out `measured` from its place comes out there."""
        return type(self)(
            front_x=self.front_x - measured.front_x,
            front_y=self.front_y - measured.front_y,
            back_x=self.back_x - measured.back_x,
            back_y=self.back_y - measured.back_y,
        )
