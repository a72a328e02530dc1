"""What is no password: length over rules, and none that is guessed early (NIST SP 800-63B, 5.1.1).

How early is estimated by zxcvbn: its lists of common passwords, names, words, dates and rows of
keys, with what people in China like, and with what anybody knows of the person.
"""

from collections.abc import Collection
from typing import Final

from zxcvbn import zxcvbn

from contracts.errors import Refused
from contracts.values import LONGEST_PASSWORD, MINIMUM_PASSWORD

LEAST_GUESSES: Final = 1_000_000
"""What a login that locks and is slow withstands."""
LOOKED_AT: Final = 20
"""Characters; more only add to the estimate. It tries all readings of characters that stand for
letters, as 4 for a: half a second for twenty made to be slow, five for seventy."""

FAVOURITES: Final = (
    "woaini",
    "woaini1314",
    "woaini520",
    "woaini521",
    "woaini1314520",
    "woaiwojia",
    "aini1314",
    "5201314",
    "1314520",
    "1314521",
    "5201314520",
    "7758521",
    "7758258",
    "nihao123",
    "zhang123",
    "wang1234",
    "qaz123456",
    "a123456",
    "a123456789",
    "aa123456",
    "abc123456",
    "asd123456",
    "qq123456",
    "zxc123456",
    "123456abc",
    "mima1234",
    "mima123456",
    "woshishui",
    "tiancai",
    "caonima",
    "dearbook",
    "xiazhili",
    "yuanchandi",
    "haiguan",
    "originprint",
    "beijing2008",
)
"""Common in what was published of Chinese sites; most have no place in lists from elsewhere."""


def check_password(password: str, known: Collection[str]) -> None:
    """Raise Refused for a password that is too short, too long or guessed early.

    `known` are names of user, person and enterprise, and its code.
    """
    if len(password) < MINIMUM_PASSWORD:
        raise Refused("operator.weak_password", {"minimum": MINIMUM_PASSWORD})
    if len(password) > LONGEST_PASSWORD:
        raise Refused("operator.long_password", {"maximum": LONGEST_PASSWORD})
    words = [word[:LOOKED_AT] for name in known for word in (name, *name.split())]
    estimate = zxcvbn(password[:LOOKED_AT], user_inputs=[*FAVOURITES, *words])
    if estimate["guesses"] < LEAST_GUESSES:
        raise Refused("operator.common_password")
