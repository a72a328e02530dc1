"""The audit trail as an Excel file; each person's last one is kept, encrypted, to be fetched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from chassis.calls import answer
from chassis.service import KeepsObjects
from chassis.spreadsheet import write_sheet
from contracts.audit import AuditFile, AuditRecord, ExportAuditRecords
from contracts.china_time import CHINA_TIME
from contracts.errors import Refused
from contracts.exports import XLSX
from contracts.spreadsheets import Column
from services.auth_svc.entrypoints.audit_records import record_view
from services.auth_svc.storage import audit_records

MOST_ROWS: Final = 50_000
_TIME: Final = "yyyy-mm-dd hh:mm:ss"
COLUMNS: Final = (
    Column("序号", "No.", 8, "position", number_format="0"),
    Column("时间", "At", 20, "at", number_format=_TIME),
    Column("截至", "Until", 20, "until", number_format=_TIME),
    Column("次数", "Count", 8, "count", number_format="0"),
    Column("操作", "Action", 30, "action"),
    Column("结果", "Outcome", 44, "outcome"),
    Column("企业代码", "Enterprise of the person", 22, "by_enterprise"),
    Column("人员", "Person", 14, "operator_name"),
    Column("登录方式", "Logged in by", 20, "medium"),
    Column("卡序列号", "Card", 24, "card_serial"),
    Column("来源地址", "Address", 20, "address"),
    Column("会话", "Session", 20, "session"),
    Column("对象", "About", 60, "subjects"),
    Column("前一条哈希", "Hash before", 68, "previous"),
    Column("哈希", "Hash", 68, "row_hash"),
)


class AuditExports(KeepsObjects):
    @answer(ExportAuditRecords, outside_transaction=True)
    def export_audit_records(self, request: ExportAuditRecords) -> AuditFile:
        """The caller waits while it is written, so there is an end to how much."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            if audit_records.are_more_than(session, code, request, MOST_ROWS):
                raise Refused("audit.too_many_rows", {"limit": MOST_ROWS})
            batches = audit_records.read(session, code, request, MOST_ROWS)
            shown = (
                [_cells(record_view(row), request.language) for row in rows] for rows in batches
            )
            sheet = write_sheet(shown, COLUMNS, request.language)
        key = f"audit-exports/{code}/{request.caller.operator_id}.xlsx"
        file = self.objects.put(key, sheet.content, XLSX, owner=code)
        with self.db.transaction() as tx:
            return self.db.answered(tx, AuditFile(file=file))


def _cells(record: AuditRecord, language: str) -> Sequence[Any]:
    """In the order of the columns."""
    told = dict(record) | {
        "at": _shown(record.at),
        "until": record.until and _shown(record.until),
        "action": getattr(record, f"action_{language}"),
        "outcome": getattr(record, f"outcome_{language}"),
        "medium": record.medium and record.medium.value,
        "subjects": "; ".join(f"{name}: {', '.join(of)}" for name, of in record.subjects.items()),
    }
    return [told[column.source] for column in COLUMNS]


def _shown(moment: datetime) -> datetime:
    """As the clock in China shows it, without a zone, as sheets hold it."""
    return moment.astimezone(CHINA_TIME).replace(tzinfo=None, microsecond=0)
