"""导出: the filtered list as rows of a spreadsheet, in Chinese or English (R105)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from contracts.certificate_types import CertificateTypes
from contracts.customs import LAYOUT_STATUS_ZH, LayoutStatus
from contracts.errors import Refused
from contracts.exports import ExportState
from contracts.spreadsheets import Column, Language
from contracts.values import ObjectRef

MOST_ROWS: Final = 1_048_575
"""Of a sheet in Excel, below the heading."""

KEPT_FOR: Final = timedelta(hours=24)

_WORDS: Final[Mapping[Language, tuple[Mapping[Any, str], ...]]] = {
    "zh": (
        {status.value: word for status, word in LAYOUT_STATUS_ZH.items()},
        {"waiting": "待打印", "printed": "已打印"},
        {True: "已归档", False: "未归档"},
    ),
    "en": (
        {
            LayoutStatus.GENERATING.value: "being made at customs",
            LayoutStatus.SENDING.value: "being sent",
            LayoutStatus.RECEIVED.value: "received",
        },
        {"waiting": "waiting", "printed": "printed"},
        {True: "archived", False: "not archived"},
    ),
}
"""Of layouts, of printing, of archiving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`asked` is the request, in its wire form; the file is there once it is ready.

    `grants` are those by which the certificates of principals were read into it.
    """

    id: UUID
    enterprise_code: str
    asked: Mapping[str, Any]
    state: ExportState = "waiting"
    rows_written: int = 0
    rows_total: int | None = None
    requested_at: datetime
    expires_at: datetime
    file: ObjectRef | None = None
    grants: tuple[UUID, ...] = ()


def columns_of(types: CertificateTypes, language: Language) -> tuple[Column, ...]:
    """What the sheet shows, from left to right; times are China's."""
    names = {kind.id: getattr(kind, f"name_{language}") for kind in types.certificate_types}
    layout, printing, archiving = _WORDS[language]
    return (
        Column("证书编号", "Certificate number", 20, "certificate_no"),
        Column("证书类别", "Certificate type", 44, "type_id", names),
        Column("目的国", "Destination", 12, "destination"),
        Column("签发日期", "Issue date", 12, "issue_date", number_format="yyyy-mm-dd"),
        Column("审批时间", "Approved at", 18, "approved_at", number_format="yyyy-mm-dd hh:mm"),
        Column("申请人", "Applicant", 14, "declarer_name"),
        Column("签证机构", "Issuing office", 14, "issuing_office"),
        Column("发票号", "Invoice number", 20, "invoice_no"),
        Column("版式状态", "Layout status", 14, "layout_status", layout),
        Column("打印状态", "Print status", 12, "print_status", printing),
        Column("归档状态", "Archive status", 14, "archived", archiving),
        Column("异常打印次数", "Exception prints", 14, "exception_count", number_format="0"),
    )


def file_of(export: Export, live: Collection[UUID]) -> ObjectRef:
    """Raise Refused until it is written, and for a list that no sheet holds.

    Refused too once one of its grants is not `live` any more (R39).
    """
    if not set(export.grants) <= set(live):
        raise Refused("export.grant_ended")
    if export.state == "failed":
        raise Refused("export.too_long", {"limit": MOST_ROWS})
    if export.file is None:
        raise Refused("export.not_ready", {"rows": export.rows_written})
    return export.file
