"""The card program on the enterprise's computer: 中国电子口岸客户端控件 (R4)."""

from typing import Annotated, Final

from pydantic import StringConstraints

LEAST_VERSION: Final = "1.5.15"
"""An older one must be replaced before a card login (R4)."""

CardProgramVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$")]
"""One to four numbers with dots between them."""


def is_new_enough(version: str, least: str = LEAST_VERSION) -> bool:
    """Compared number by number: 1.5.9 is older than 1.5.15, and 1.10 newer; 1.6 is 1.6.0."""
    return _numbers(version) >= _numbers(least)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
