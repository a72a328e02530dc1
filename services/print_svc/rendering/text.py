"""Text before it is drawn: which face draws a character, how wide it is, where a line breaks.

Sizes of type are points, widths of lines millimetres. Whatever measures a text raises
MissingGlyphError for a character that no embedded font draws.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from services.print_svc.rendering.faces import FONTS

MM_PER_POINT: Final = 25.4 / 72
UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
NOT_AT_START: Final = frozenset(
    "、。》〉」』】〕…\u201d\u2019\uff0c\uff1b\uff1a\uff01\uff1f\uff09,.;:!?)]}"
)
TOKEN: Final = re.compile(r"[!-~¡-ӿ]+|\s|[^!-~¡-ӿ\s]")
CHINESE_PUNCTUATION: Final = frozenset("“”‘’…—·×")


class MissingGlyphError(Exception):
    """No embedded font draws the character."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


class Typeface:
    """Faces, by the keys of `FONT_FILES`, in the order in which they are asked for a character.

    `chinese` gives the punctuation that both scripts share to the Chinese face.
    """

    def __init__(self, chain: str, *, chinese: bool = False) -> None:
        self.chain = chain
        self.chinese = chinese
        self._widths: dict[str, float] = {}
        self._keys: dict[str, str] = {}

    def width_of(self, character: str) -> float:
        """Width in thousandths of the type size."""
        width = self._widths.get(character)
        if width is None:
            font = FONTS[self.face_of(character)]
            width = self._widths[character] = font.width_of(character)
        return width

    def face_of(self, character: str) -> str:
        """The face's key; MissingGlyphError for controls and right-to-left script too."""
        key = self._keys.get(character)
        if key is None:
            key = self._keys[character] = self._find(character)
        return key

    def _find(self, character: str) -> str:
        chain = self.chain
        if self.chinese and character in CHINESE_PUNCTUATION:
            chain = "".join(reversed(chain))
        drawable = (
            unicodedata.category(character) not in UNPRINTABLE
            and unicodedata.bidirectional(character) not in RIGHT_TO_LEFT
        )
        for key in chain:
            if drawable and FONTS[key].draws(character):
                return key
        raise MissingGlyphError(character)

    def width(self, text: str) -> float:
        """Width of a text without line feeds, in thousandths of the type size."""
        widths = self._widths
        try:
            return sum([widths[character] for character in text])
        except KeyError:
            return sum([self.width_of(character) for character in text])

    def segments(self, text: str) -> list[tuple[str, str]]:
        """Face key and text of each stretch that one face draws."""
        return [(key, "".join(group)) for key, group in groupby(text, self.face_of)]


@cache
def typeface(chain: str, *, chinese: bool = False) -> Typeface:
    """One for all, so that it measures each character once."""
    return Typeface(chain, chinese=chinese)


@dataclass(frozen=True, slots=True)
class Style:
    """A typeface at a size in points."""

    typeface: Typeface
    size: float

    def width_mm(self, text: str) -> float:
        """MissingGlyphError for a character that no face of it draws."""
        return self.typeface.width(text) * self.size * MM_PER_POINT / 1000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in one style."""

    text: str
    style: Style

    @property
    def width_mm(self) -> float:
        return self.style.width_mm(self.text)


Line = tuple[Run, ...]


def line_width(line: Line) -> float:
    """In millimetres."""
    return sum(run.width_mm for run in line)


def wrap(text: str, style: Style, width_mm: float) -> list[str]:
    """Rows no wider than the width; line feeds stay, blanks at a break go, nothing else does.

    A word wider than a line is broken where the line ends.
    """
    return [row for paragraph in text.split("\n") for row in _rows(paragraph, style, width_mm)]


def _rows(paragraph: str, style: Style, width_mm: float) -> list[str]:
    if style.width_mm(paragraph) <= width_mm:
        return [paragraph.strip(" ")]
    lines = wrap_runs([Run(paragraph, style)], width_mm)
    return ["".join(run.text for run in line) for line in lines]


def wrap_runs(runs: Sequence[Run], width_mm: float) -> list[Line]:
    """Lines of one paragraph whose parts may differ in style."""
    lines: list[Line] = []
    current: list[Run] = []
    room = width_mm
    for token in _pieces(runs, width_mm):
        width = token.width_mm
        if width > room + 1e-6 and current:
            carried = _carried(current, token)
            lines.append(_line(current))
            current, room = carried, width_mm - sum(part.width_mm for part in carried)
        if token.text.isspace() and not current:
            continue
        current.append(token)
        room -= width
    lines.append(_line(current))
    return lines


def _carried(current: list[Run], token: Run) -> list[Run]:
    """A closing mark must not begin a line: what it closes moves along, up to half the line."""
    kept = len(current)
    while (token if kept == len(current) else current[kept]).text[0] in NOT_AT_START:
        kept -= 1
        if kept <= len(current) // 2 or current[kept].text.isspace():
            return []
    carried = current[kept:]
    del current[kept:]
    return carried


def _pieces(runs: Iterable[Run], width_mm: float) -> Iterator[Run]:
    for run in runs:
        for text in TOKEN.findall(run.text):
            piece = Run(text, run.style)
            if piece.width_mm <= width_mm:
                yield piece
            else:
                yield from _broken(piece, width_mm)


def _broken(run: Run, width_mm: float) -> Iterator[Run]:
    start, used = 0, 0.0
    for index, character in enumerate(run.text):
        width = run.style.width_mm(character)
        if used + width > width_mm and index > start:
            yield Run(run.text[start:index], run.style)
            start, used = index, 0.0
        used += width
    yield Run(run.text[start:], run.style)


def _line(tokens: list[Run]) -> Line:
    """Neighbours of one style joined, blanks at the end dropped."""
    while tokens and tokens[-1].text.isspace():
        tokens.pop()
    return tuple(
        Run("".join(token.text for token in group), style)
        for style, group in groupby(tokens, key=lambda token: token.style)
    )
