"""Characters that look like others or like nothing: the ones foreign look-ups trip over (R77)."""

import re
import unicodedata
from dataclasses import dataclass

from contracts.sentences import Sentence

HYPHENS = frozenset("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\ufe58\ufe63")
FULL_WIDTH_HYPHENS = frozenset("\uff0d\u30fc\ufe58\ufe63")
BLANK_LOOKING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
INVISIBLE_MARK = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious place in a number a person typed.

    `place` counts characters from 0. `fatal` findings make a look-up fail; others may.
    """

    code: str
    place: int
    character: str
    fatal: bool
    said: Sentence
    rule: str = "R77"

    @property
    def message_zh(self) -> str:
        return self.said.whole_zh

    @property
    def message_en(self) -> str:
        return self.said.whole_en


def is_blank(character: str) -> bool:
    """White space that leaves a gap; tabs and line ends are controls."""
    return character.isspace() and not is_control(character)


def is_control(character: str) -> bool:
    """Unicode's general category Cc."""
    return unicodedata.category(character) == "Cc"


def is_invisible(character: str) -> bool:
    """Tell whether a reader of the paper sees nothing at all, not even a gap."""
    if character in HYPHENS:
        return False
    if character in BLANK_LOOKING or INVISIBLE_MARK.match(character):
        return True
    return unicodedata.category(character) in INVISIBLE_CATEGORIES


def is_full_width(character: str) -> bool:
    """Fullwidth by UAX 11, or of the block of half-width and full-width forms."""
    return unicodedata.east_asian_width(character) == "F" or "\uff00" <= character <= "\uffee"


def name_of(character: str) -> str:
    """Give code point and Unicode name, for characters that cannot be shown."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def plain(text: str) -> str:
    """Fold width and hyphens, drop what is invisible; blanks and case stay."""
    folded = unicodedata.normalize("NFKC", text)
    seen = (c for c in folded if not is_invisible(c))
    hyphenated = "".join("-" if c in HYPHENS else c for c in seen)
    return unicodedata.normalize("NFKC", hyphenated)
