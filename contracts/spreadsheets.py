"""What a sheet in Excel shows, whoever writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Column:
    """`source` names a column of the list, `words` what stands in the sheet for its values.

    `width` in characters; `number_format` as Excel writes it. Words that are missing leave the
    value as it is.
    """

    zh: str
    en: str
    width: float
    source: str
    words: Mapping[Any, str] | None = None
    number_format: str | None = None
