"""Short codes that one program shows and a person enters in another (RFC 8628, 6.1)."""

from collections.abc import Callable
from typing import Final

ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no words come out, and nothing that is taken for a digit."""
CODE_CHARACTERS: Final = 8
INTERVAL_SECONDS: Final = 2
"""How often whoever waits may ask whether it was entered."""


def make_user_code(choose: Callable[[str], str]) -> str:
    """`choose` takes one of the characters by chance."""
    return "".join(choose(ALPHABET) for _ in range(CODE_CHARACTERS))


def shown(user_code: str) -> str:
    """As people read it: two groups of four."""
    return f"{user_code[:4]}-{user_code[4:]}"


def tidy(typed: str) -> str:
    """What a person meant: capitals, and nothing but characters of codes."""
    return "".join(one for one in typed.upper() if one.isalnum())
