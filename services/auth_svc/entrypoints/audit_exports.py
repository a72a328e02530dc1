"""The audit trail as an Excel file, encrypted, which is kept for an hour to be fetched.

A long one takes seconds of the thread that answers everybody: one is written at a time, others
have their turn between its rows, and few wait for theirs.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import eventlet
from eventlet.semaphore import Semaphore

from chassis.calls import answer
from chassis.service import KeepsObjects
from chassis.spreadsheet import Sheet, write_sheet
from chassis.timers import every
from contracts.audit import AuditFile, AuditRecord, ExportAuditRecords
from contracts.china_time import CHINA_TIME
from contracts.errors import Refused
from contracts.exports import XLSX
from contracts.spreadsheets import Column
from services.auth_svc.domain.audit_records import AuditRow
from services.auth_svc.entrypoints.audit_records import record_view
from services.auth_svc.lines import Line
from services.auth_svc.storage import audit_exports, audit_records

MOST_ROWS: Final = 50_000
LINE: Final = Line(3, retry_seconds=10)
"""One that is written and two that wait still answer in the time that their callers have."""
KEPT_FOR: Final = timedelta(hours=1)
SWEEP_SECONDS: Final = 300.0
SWEEP_LIMIT: Final = 50
_turn: Final = Semaphore(1)
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
        with LINE.place(), _turn:
            sheet = self._sheet(request)
            key = f"audit-exports/{uuid4()}.xlsx"
            with self.db.transaction() as tx:
                audit_exports.add(tx.session, key, expires_at=self.now() + KEPT_FOR)
            code = request.caller.enterprise_code
            file = self.objects.put(key, sheet.content, XLSX, owner=code)
        with self.db.transaction() as tx:
            return self.db.answered(tx, AuditFile(file=file))

    @every(SWEEP_SECONDS, outside_transaction=True)
    def remove_expired_audit_exports(self) -> None:
        while gone := self._expired():
            for key in gone:
                self.objects.delete(key)
            with self.db.transaction() as tx:
                audit_exports.remove(tx.session, gone)

    def _expired(self) -> Sequence[str]:
        with self.db.reading() as session:
            return audit_exports.expired(session, SWEEP_LIMIT, now=self.now())

    def _sheet(self, request: ExportAuditRecords) -> Sheet:
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            if audit_records.are_more_than(session, code, request, MOST_ROWS):
                raise Refused("audit.too_many_rows", {"limit": MOST_ROWS})
            batches = audit_records.read(session, code, request, MOST_ROWS)
            return write_sheet(_shown_of(batches, request.language), COLUMNS, request.language)


def _shown_of(batches: Iterator[list[AuditRow]], language: str) -> Iterator[list[Sequence[Any]]]:
    """Others have their turn after each."""
    for rows in batches:
        yield [_cells(record_view(row), language) for row in rows]
        eventlet.sleep(0)


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
