"""What may go wrong with a print, by IPP keyword: in words, what to do, and as a reason of R84.

Keywords of printer-state-reasons (RFC 8011, 5.4.12) and job-state-reasons (5.3.8), without their
severity; UNREACHABLE, FORGOTTEN and NOT_SENT are seen from here because no printer can say them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.sentences import Sentence

UNREACHABLE: Final = "printer-unreachable"
FORGOTTEN: Final = "job-forgotten"
NOT_SENT: Final = "never-sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`reason` is exception_svc's, None where no sheet is lost by it; `stops`: no page comes."""

    keyword: str
    sentence: Sentence
    reason: str | None = None
    stops: bool = True


def troubles_of(keywords: Iterable[str]) -> tuple[Trouble, ...]:
    """Those that are known, each once, what stops the printer first."""
    found = dict.fromkeys(TROUBLES[keyword] for keyword in keywords if keyword in TROUBLES)
    return tuple(sorted(found, key=lambda trouble: not trouble.stops))


def stops_printing(keywords: Iterable[str]) -> bool:
    """Whether somebody has to see to the printer before a page comes out."""
    return any(trouble.stops for trouble in troubles_of(keywords))


def reason_of(keywords: Iterable[str]) -> str | None:
    """The reason to offer in an exception application (R84)."""
    return next((trouble.reason for trouble in troubles_of(keywords) if trouble.reason), None)


def _said(zh: str, en: str, advice_zh: str, advice_en: str, rule: str | None = None) -> Sentence:
    return Sentence(zh=zh, en=en, advice_zh=advice_zh, advice_en=advice_en, rule=rule)


_JAM = _said(
    "打印机卡纸",
    "Paper is jammed in the printer",
    "请取出卡纸并检查已出的纸张；正本不完整时请回答“否”并提交打印异常申请",
    "clear it and look at the sheets that came; answer 否 and apply if the original is not whole",
    "R64",
)
_EMPTY = _said(
    "打印机缺纸", "The printer is out of paper", "请放入 A4 纸", "put A4 paper in", "R62"
)
_LOW = _said("打印机纸张不多", "Paper runs low", "请准备添加 A4 纸", "have A4 paper ready")
_OPEN = _said("打印机盖板已打开", "A cover of the printer is open", "请关好盖板", "close it")
_NO_TONER = _said(
    "打印机墨粉（墨水）用尽",
    "Toner or ink is used up",
    "请更换墨粉（墨水）；印章颜色不完整时请回答“否”",
    "replace it; answer 否 if the seal came out in the wrong colours",
    "R64",
)
_TONER_LOW = _said(
    "打印机墨粉（墨水）不足", "Toner or ink runs low", "请准备更换", "have a new one ready"
)
_TRAY = _said("打印机纸盒未装好", "A tray is missing", "请装好纸盒", "put it in")
_FULL = _said("出纸盒已满", "The output tray is full", "请取走纸张", "take the sheets out")
_PAUSED = _said(
    "打印机已暂停", "The printer is paused", "请在打印机上恢复打印", "resume it at the printer"
)
_AWAY = _said(
    "打印机无法连接（断电、关机或网络故障）",
    "The printer cannot be reached (power, switched off, or the network)",
    "请检查电源和网络，或将打印机直接连接电脑",
    "check power and network, or connect the printer directly",
    "R63",
)
_CANCELLED = _said(
    "打印任务已在打印机上取消",
    "The job was cancelled at the printer",
    "请检查已出的纸张；没有完整正本时请回答“否”并提交打印异常申请",
    "look at the sheets that came; answer 否 and apply if there is no whole original",
    "R64",
)
_ABORTED = _said(
    "打印机中止了任务",
    "The printer aborted the job",
    "请更改打印设置，仍不行时更换打印机；请回答“否”并提交打印异常申请",
    "change the settings, then the printer; answer 否 and apply",
    "R64",
)
_WITH_ERRORS = _said(
    "打印机报告打印有误",
    "The printer completed the job with errors",
    "请检查纸张是否完整，不完整时请回答“否”",
    "look whether the sheets are whole, and answer 否 if not",
    "R64",
)
_FORGOTTEN = _said(
    "打印机不再知道该任务（可能中途断电）",
    "The printer no longer knows the job; its power may have been lost in the middle",
    "请检查已出的纸张并回答是否打印成功；本程序不会自动重新打印",
    "look at the sheets that came and say whether it was printed; it is not sent again by itself",
    "R78",
)
_NOT_SENT = _said(
    "文件已领取，但从未发送到打印机",
    "The document was fetched and never sent to the printer",
    "没有打印出任何纸张；请回答“否”并提交打印异常申请",
    "no sheet came of it; answer 否 and apply",
    "R78",
)
_SERVICE = _said(
    "打印机需要维护", "The printer needs service", "请联系维修或更换打印机", "have it serviced"
)
_OTHER = _said(
    "打印机报告故障，未说明原因",
    "The printer reports a fault and does not say which",
    "请查看打印机的显示屏",
    "look at the printer's display",
    "R64",
)

_ROWS: Final[tuple[tuple[Sentence, str | None, bool, tuple[str, ...]], ...]] = (
    (_JAM, "paper_jam", True, ("media-jam",)),
    (_EMPTY, "incomplete_print", True, ("media-empty", "media-needed", "input-media-supply-empty")),
    (_LOW, None, False, ("media-low",)),
    (_OPEN, "incomplete_print", True, ("cover-open", "door-open", "interlock-open")),
    (_NO_TONER, "incomplete_print", True, ("toner-empty", "marker-supply-empty")),
    (_NO_TONER, "incomplete_print", True, ("developer-empty", "marker-waste-full")),
    (_TONER_LOW, None, False, ("toner-low", "marker-supply-low", "developer-low")),
    (_TONER_LOW, None, False, ("marker-waste-almost-full",)),
    (_TRAY, "printer_settings", True, ("input-tray-missing", "output-tray-missing")),
    (_FULL, None, True, ("output-area-full",)),
    (_FULL, None, False, ("output-area-almost-full",)),
    (_PAUSED, None, True, ("paused", "moving-to-paused", "hold-new-jobs")),
    (_PAUSED, None, True, ("printer-stopped", "stopped-partly", "printer-stopped-partly")),
    (_AWAY, "power_cut", True, (UNREACHABLE, "shutdown", "offline")),
    (_AWAY, "power_cut", True, ("timed-out", "connecting-to-device", "service-off-line")),
    (_CANCELLED, "incomplete_print", True, ("job-canceled-at-device", "job-canceled-by-user")),
    (_CANCELLED, "incomplete_print", True, ("job-canceled-by-operator",)),
    (_ABORTED, "printer_settings", True, ("aborted-by-system", "job-aborted-by-system")),
    (_ABORTED, "printer_settings", True, ("document-format-error", "unsupported-document-format")),
    (_ABORTED, "printer_settings", True, ("unsupported-attributes-or-values",)),
    (_ABORTED, "incomplete_print", True, ("submission-interrupted", "document-access-error")),
    (_WITH_ERRORS, "incomplete_print", False, ("job-completed-with-errors",)),
    (_FORGOTTEN, "power_cut", True, (FORGOTTEN,)),
    (_NOT_SENT, "other", True, (NOT_SENT,)),
    (_SERVICE, "incomplete_print", True, ("fuser-over-temp", "fuser-under-temp", "opc-life-over")),
    (_SERVICE, None, False, ("opc-near-eol",)),
    (_OTHER, "other", True, ("other",)),
)

TROUBLES: Final[Mapping[str, Trouble]] = {
    keyword: Trouble(keyword=keyword, sentence=sentence, reason=reason, stops=stops)
    for sentence, reason, stops, keywords in _ROWS
    for keyword in keywords
}
