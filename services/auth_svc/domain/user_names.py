"""User names: one spelling of each, of one script, no two that look alike (RFC 8265, UTS #39)."""

import re
from typing import Final

from precis_i18n import get_profile

from contracts.errors import Refused

_PROFILE: Final = get_profile("UsernameCaseMapped")
"""Small letters, full-width ones as usual; no blank, control, direction or zero-width character."""
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_OF_ONE_SCRIPT: Final = re.compile(
    rf"[a-z0-9]+(?:[._-][a-z0-9]+)*|[{_HAN}0-9]+(?:[._-][{_HAN}0-9]+)*"
)
"""Of the letters that Chinese keyboards type; single marks stand between others."""

_LOOKS_LIKE: Final = (
    *zip("01i", "oll", strict=True),
    ("rn", "m"),
    ("vv", "w"),
    *zip(
        "囗士併値㖈啟塡媯帡戸晩杮㮣榝溈硏絕郞鎭隸黒",
        "口土倂值䎛啓填嬀帲戶晚柿槩樧潙研絶郎鎮隷黑",
        strict=True,
    ),
)
"""From `confusables.txt` of UTS #39, of the characters allowed, and what sets itself as one."""
_MARKS: Final = str.maketrans("", "", "._-")

RESERVED: Final = frozenset(
    {"admin", "administrator", "root", "system", "support", "security", "customs", "originprint"}
    | {"管理员", "系统管理员", "海关", "客服", "法人", "超级管理员"}
)
"""Names that pretend to an office."""


def spelled(user_name: str) -> str:
    """The one spelling of a name, however it was typed; Refused for what can be no name."""
    try:
        name = str(_PROFILE.enforce(user_name))
    except UnicodeEncodeError:
        raise Refused("operator.user_name_not_allowed") from None
    if not _OF_ONE_SCRIPT.fullmatch(name):
        raise Refused("operator.user_name_not_allowed")
    if skeleton(name) in _RESERVED:
        raise unavailable(name)
    return name


def tried(user_name: str) -> str:
    """As `spelled` for a login: names from before these rules are found as they are typed."""
    try:
        return str(_PROFILE.enforce(user_name))
    except UnicodeEncodeError:
        return user_name


def skeleton(name: str) -> str:
    """The same of names that look alike; marks between do not set two apart."""
    for shown, meant in _LOOKS_LIKE:
        name = name.replace(shown, meant)
    return name.translate(_MARKS)


def unavailable(name: str) -> Refused:
    """The same for a name that is taken, looks like one or is reserved, whoever has it."""
    return Refused("operator.user_name_unavailable", {"user_name": name})


_RESERVED: Final = frozenset(map(skeleton, RESERVED))
