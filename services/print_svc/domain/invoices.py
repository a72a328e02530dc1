"""Invoice numbers: the characters that keep customs abroad from finding a certificate (R77)."""

import string
from collections.abc import Callable, Iterator

from contracts.sentences import Sentence
from services.print_svc.domain.characters import (
    FULL_WIDTH_HYPHENS,
    HYPHENS,
    Finding,
    is_blank,
    is_full_width,
    is_invisible,
    name_of,
    plain,
)

USUAL = frozenset(string.ascii_letters + string.digits + "-/._()+&#,:")

SENTENCES: dict[str, Sentence] = {
    "invoice.empty": Sentence(zh="发票号为空", en="the invoice number is empty"),
    "invoice.full_width_hyphen": Sentence(
        zh="第 {n} 个字符是全角连字符“{c}”",
        en="character {n} is a full-width hyphen",
        advice_zh="请改用半角“-”",
        advice_en="write - instead",
    ),
    "invoice.odd_hyphen": Sentence(
        zh="第 {n} 个字符“{c}”看似连字符但不是“-”（{name}）",
        en="character {n} looks like a hyphen but is {name}",
        advice_zh="请改用半角“-”",
        advice_en="write - instead",
    ),
    "invoice.full_width": Sentence(
        zh="第 {n} 个字符“{c}”是全角字符",
        en="character {n} ({c}) is full width",
        advice_zh="请改用半角",
        advice_en="write it half width",
    ),
    "invoice.invisible": Sentence(
        zh="第 {n} 个字符不可见（{name}）",
        en="character {n} is invisible ({name})",
        advice_zh="请删除",
        advice_en="delete it",
    ),
    "invoice.leading_blank": Sentence(
        zh="发票号以空格开头，请删除", en="the number begins with a blank"
    ),
    "invoice.trailing_blank": Sentence(
        zh="发票号以空格结尾，请删除", en="the number ends with a blank"
    ),
    "invoice.inner_blank": Sentence(
        zh="第 {n} 个字符是空格，国外核查时可能查不到",
        en="character {n} is a blank; a look-up abroad may fail",
    ),
    "invoice.zero_and_o": Sentence(
        zh="发票号中同时有数字 0 和字母 O（第 {n} 个字符）",
        en="both the digit 0 and the letter O appear (character {n})",
        advice_zh="请核对是否混淆",
        advice_en="check that none is mistaken",
    ),
    "invoice.unusual": Sentence(
        zh="第 {n} 个字符“{c}”不常用，国外核查时可能查不到",
        en="character {n} ({c}) is unusual; a look-up abroad may fail",
    ),
}

MERELY_DOUBTFUL = {"invoice.inner_blank", "invoice.zero_and_o", "invoice.unusual"}

FAULTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("invoice.full_width_hyphen", FULL_WIDTH_HYPHENS.__contains__),
    ("invoice.odd_hyphen", HYPHENS.__contains__),
    ("invoice.full_width", lambda c: is_full_width(c) and not is_blank(c)),
    ("invoice.invisible", is_invisible),
    ("invoice.inner_blank", is_blank),
    ("invoice.unusual", lambda c: c not in USUAL),
)


def check_invoice_no(text: str) -> tuple[Finding, ...]:
    """Name every character that troubles a look-up, in the order they stand."""
    if not text.strip():
        return (_finding("invoice.empty", 0, text[:1]),)
    found = [*_faults(text), *_zero_beside_o(text)]
    return tuple(sorted(found, key=lambda finding: finding.place))


def _faults(text: str) -> Iterator[Finding]:
    first = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for place, character in enumerate(text):
        code = next((code for code, is_so in FAULTS if is_so(character)), None)
        if code == "invoice.inner_blank" and not first <= place < end:
            code = "invoice.leading_blank" if place < first else "invoice.trailing_blank"
        if code is not None:
            yield _finding(code, place, character)


def _zero_beside_o(text: str) -> Iterator[Finding]:
    folded = [plain(c).upper() for c in text]
    if "0" in folded and "O" in folded:
        yield from (_finding("invoice.zero_and_o", i, text[i]) for i in _places_of(folded, "O"))


def _places_of(characters: list[str], wanted: str) -> Iterator[int]:
    return (i for i, c in enumerate(characters) if c == wanted)


def _finding(code: str, place: int, character: str) -> Finding:
    details = {"n": place + 1, "c": character, "name": name_of(character) if character else ""}
    fatal = code not in MERELY_DOUBTFUL
    return Finding(code, place, character, fatal, SENTENCES[code].filled(details))
