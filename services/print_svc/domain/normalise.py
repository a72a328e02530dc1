"""Certificate numbers as people type them, brought back to the form of their type (R97, R77)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from contracts.sentences import Sentence
from services.print_svc.domain.characters import (
    HYPHENS,
    Finding,
    is_blank,
    is_full_width,
    is_invisible,
    name_of,
    plain,
)

MOST_READINGS = 16
LOOK_ALIKES = {"0": "O", "O": "0", "1": "I", "I": "1", "L": "1"}
EITHER = frozenset("0O")

SENTENCES: dict[str, Sentence] = {
    "number.full_width": Sentence(
        zh="第 {n} 个字符“{c}”是全角字符", en="character {n} ({c}) is full width"
    ),
    "number.invisible": Sentence(
        zh="第 {n} 个字符不可见（{name}）", en="character {n} is invisible ({name})"
    ),
    "number.blank": Sentence(zh="第 {n} 个字符是空格", en="character {n} is a blank"),
    "number.hyphen": Sentence(
        zh="第 {n} 个字符是连字符，证书编号中没有", en="character {n} is a hyphen"
    ),
    "number.lower_case": Sentence(
        zh="第 {n} 个字符“{c}”是小写", en="character {n} ({c}) is a small letter"
    ),
    "number.look_alike": Sentence(
        zh="第 {n} 个字符“{c}”在证书编号的这个位置不可能出现，已按形近字符更正",
        en="character {n} ({c}) cannot stand there in a certificate number; "
        "its look-alike was read",
    ),
    "number.zero_or_letter": Sentence(
        zh="第 {n} 个字符可能是数字 0 也可能是字母 O",
        en="character {n} may be the digit 0 or the letter O",
    ),
    "number.no_such_form": Sentence(
        zh="不是任何一类原产地证书编号的格式", en="no type of certificate has numbers of this form"
    ),
}

FAULTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("number.blank", is_blank),
    ("number.invisible", is_invisible),
    ("number.hyphen", lambda c: c == "-" or c in HYPHENS),
    ("number.full_width", is_full_width),
    ("number.lower_case", str.islower),
)


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """What was meant by a typed number.

    `value` is None when no type has such a number. `readings` are further numbers that look the
    same on paper (0 and O inside the enterprise's nine characters), likeliest first.
    """

    value: str | None
    types: tuple[str, ...]
    readings: tuple[str, ...]
    findings: tuple[Finding, ...]


def normalise_certificate_no(text: str, patterns: Mapping[str, str]) -> CertificateNumber:
    """`patterns` gives each type's regular expression, as the certificate types' data do."""
    findings = [finding for i, c in enumerate(text) if (finding := _fault(i, c)) is not None]
    kept = [(i, c) for i, typed in enumerate(text) for c in _meaningful(typed)]
    typed = "".join(c for _, c in kept)
    fits = _fits(typed, patterns)
    if not fits:
        unknown = _finding("number.no_such_form", 0, text[:1])
        return CertificateNumber(None, (), (), (*findings, unknown))
    value, types = fits[0]
    findings += [
        _finding("number.look_alike", i, was)
        for (i, was), now in zip(kept, value, strict=True)
        if was != now
    ]
    others = _other_readings(fits, patterns[types[0]])
    places = {kept[p][0] for other in others for p in _differences(value, other)}
    findings += [_finding("number.zero_or_letter", i, text[i]) for i in sorted(places)]
    return CertificateNumber(value, types, others, tuple(findings))


def _meaningful(character: str) -> str:
    folded = plain(character).upper()
    return "".join(c for c in folded if c != "-" and not c.isspace())


def _fits(typed: str, patterns: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Group the types by the number each reads, the reading with fewest changes first."""
    read: dict[str, list[str]] = {}
    for type_id, pattern in patterns.items():
        value = _read_as(typed, _slots(pattern))
        if value is not None:
            read.setdefault(value, []).append(type_id)
    fits = sorted(read, key=lambda value: len(_differences(typed, value)))
    return [(value, tuple(read[value])) for value in fits]


def _read_as(typed: str, slots: tuple[frozenset[str], ...]) -> str | None:
    if len(typed) != len(slots):
        return None
    pairs = zip(typed, slots, strict=True)
    characters = [c if c in slot else LOOK_ALIKES.get(c, c) for c, slot in pairs]
    fit = all(c in slot for c, slot in zip(characters, slots, strict=True))
    return "".join(characters) if fit else None


def _other_readings(fits: list[tuple[str, tuple[str, ...]]], pattern: str) -> tuple[str, ...]:
    value = fits[0][0]
    choices = [
        sorted(EITHER) if c in EITHER and slot >= EITHER else [c]
        for c, slot in zip(value, _slots(pattern), strict=True)
    ]
    alike = ("".join(reading) for reading in product(*choices))
    others = dict.fromkeys((*alike, *(other for other, _ in fits[1:])))
    return tuple(sorted(others.keys() - {value}, key=_letters_o)[:MOST_READINGS])


def _letters_o(reading: str) -> tuple[int, str]:
    """Credit codes never contain the letter O (GB 32100), so the fewest come first."""
    return reading.count("O"), reading


def _differences(one: str, other: Iterable[str]) -> list[int]:
    return [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


@lru_cache(maxsize=64)
def _slots(pattern: str) -> tuple[frozenset[str], ...]:
    """Give the characters allowed at each place of `^A[0-9]{2}...$`; raise ValueError."""
    if not re.fullmatch(r"\^(?:[A-Z0-9]|\[(?:[A-Z0-9](?:-[A-Z0-9])?)+\](?:\{\d+\})?)+\$", pattern):
        raise ValueError(f"a number pattern of another kind: {pattern}")
    slots: list[frozenset[str]] = []
    for part in re.finditer(r"\[([^]]+)\](?:\{(\d+)\})?|([A-Z0-9])", pattern):
        members = part[1] or part[3]
        slots += [_members(members)] * int(part[2] or 1)
    return tuple(slots)


def _members(text: str) -> frozenset[str]:
    ranges = re.finditer(r"(.)-(.)|(.)", text)
    return frozenset(
        chr(c) for r in ranges for c in range(ord(r[1] or r[3]), ord(r[2] or r[3]) + 1)
    )


def _fault(place: int, character: str) -> Finding | None:
    for code, is_so in FAULTS:
        if is_so(character):
            return _finding(code, place, character)
    return None


def _finding(code: str, place: int, character: str) -> Finding:
    details = {"n": place + 1, "c": character, "name": name_of(character) if character else ""}
    fatal = code == "number.no_such_form"
    return Finding(code, place, character, fatal, SENTENCES[code].filled(details))
