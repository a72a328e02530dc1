"""One thing said in Chinese and English, with what to do and the rule behind it apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """All texts may name details in braces; `rule` is an R-number where there is one.

    `advice_*` says what to do, or is None where there is nothing to be done; the Chinese one
    begins with a verb or 请, the English one with a small letter, as both stand behind a comma
    or a semicolon in `whole_zh` and `whole_en`. `title` is the English statement without its
    details, for those that name any: it reads the same whenever the sentence is said.
    """

    zh: str
    en: str
    advice_zh: str | None = None
    advice_en: str | None = None
    rule: str | None = None
    title: str | None = None

    @property
    def whole_zh(self) -> str:
        """What is so, and what to do, as one sentence."""
        return self.zh if self.advice_zh is None else f"{self.zh}，{self.advice_zh}"

    @property
    def whole_en(self) -> str:
        """The same in English."""
        return self.en if self.advice_en is None else f"{self.en}; {self.advice_en}"

    def filled(self, details: Mapping[str, Any]) -> "Sentence":
        """The details put in; one that is not given shows as an ellipsis."""
        values = _Lenient(details)
        return replace(
            self,
            zh=self.zh.format_map(values),
            en=self.en.format_map(values),
            advice_zh=self.advice_zh and self.advice_zh.format_map(values),
            advice_en=self.advice_en and self.advice_en.format_map(values),
        )


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
