"""What is said where a search finds nothing: R53's sentence, and what would find something."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.certificate_lists import ExcludingCondition, SearchHint, WiderDates
from contracts.sentences import Sentence

NOTHING_FOUND: Final = Sentence(
    zh="无符合条件的查询结果,请检查查询条件或查看解决办法",
    en="Nothing fits these conditions; check them, or see the remedies",
    rule="R53",
)
WIDER_DATES: Final = Sentence(
    zh="签发日期改为 {first} 至 {last}，可查到 {count} 份证书",
    en="Issue dates from {first} to {last} would find {count}",
)
WITHOUT_CONDITION: Final = Sentence(
    zh="去掉“{name_zh}”这一条件，可查到 {count} 份证书",
    en="Without the condition on the {name_en} {count} would be found",
)
NAMES: Final[dict[str, tuple[str, str]]] = {
    "certificate_no": ("证书编号", "certificate number"),
    "type_id": ("证书类别", "certificate type"),
    "destination": ("目的国（地区）", "destination"),
    "applicant": ("申请人", "applicant"),
    "declarer_name": ("申报员", "declarer"),
    "invoice_no": ("发票号", "invoice number"),
    "issuing_office": ("签证机构", "issuing office"),
    "collecting_office": ("领证机构", "collecting office"),
    "layout_status": ("版式状态", "layout status"),
    "print_status": ("打印状态", "print status"),
    "archived": ("归档状态", "archive status"),
    "downloadable": ("可下载", "download"),
}
"""The conditions that may each be taken away; of the issue dates `WiderDates` tells."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many would be found, exactly or at least."""

    count: int
    is_lower_bound: bool

    @property
    def zh(self) -> str:
        return f"{self.count} 以上" if self.is_lower_bound else str(self.count)

    @property
    def en(self) -> str:
        return f"more than {self.count}" if self.is_lower_bound else str(self.count)


def wider_dates(first: date, last: date, found: Found) -> WiderDates:
    said = _said(WIDER_DATES, found, {"first": first, "last": last})
    return WiderDates(
        issued_from=first,
        issued_to=last,
        count=found.count,
        count_is_lower_bound=found.is_lower_bound,
        **said,
    )


def excluding(condition: str, found: Found) -> ExcludingCondition:
    """KeyError for a condition that has no name."""
    name_zh, name_en = NAMES[condition]
    said = _said(WITHOUT_CONDITION, found, {"name_zh": name_zh, "name_en": name_en})
    return ExcludingCondition(
        condition=condition,
        count=found.count,
        count_is_lower_bound=found.is_lower_bound,
        **said,
    )


def search_hint(wider: WiderDates | None, excluded_by: Iterable[ExcludingCondition]) -> SearchHint:
    """Dates come first (R53), then the other conditions, the one that hides most first."""
    return SearchHint(
        message_zh=NOTHING_FOUND.whole_zh,
        message_en=NOTHING_FOUND.whole_en,
        wider_dates=wider,
        excluded_by=tuple(sorted(excluded_by, key=lambda each: -each.count)),
    )


def _said(sentence: Sentence, found: Found, details: Mapping[str, Any]) -> dict[str, str]:
    return {
        "advice_zh": sentence.filled({**details, "count": found.zh}).zh,
        "advice_en": sentence.filled({**details, "count": found.en}).en,
    }
