"""导出: lists written into Excel files, which wait a day to be fetched (R105)."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import KeepsObjects
from chassis.spreadsheet import write_sheet
from chassis.subscriptions import subscribe
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.certificate_lists import CertificateConditions
from contracts.certificate_types import load_certificate_types
from contracts.exports import (
    XLSX,
    ExportFile,
    ExportRequested,
    ExportView,
    GetExport,
    GetExportFile,
    StartExport,
)
from services.cert_svc.domain.exports import (
    KEPT_FOR,
    MOST_ROWS,
    Export,
    columns_of,
    file_of,
)
from services.cert_svc.entrypoints.rights import AgentRights, ids_of
from services.cert_svc.storage import exports
from services.cert_svc.storage.certificate_conditions import Visible, visible_to
from services.cert_svc.storage.certificate_lists import count_up_to

BATCH: Final = 1_000
NOTED: Final = 5
"""Batches from one note of how far it is to the next."""
SWEEP_SECONDS: Final = 300.0
SWEEP_LIMIT: Final = 50


class Exports(KeepsObjects, AgentRights):
    @answer(StartExport, outside_transaction=True)
    def start_export(self, request: StartExport) -> ExportView:
        """By the grants that are live now: whoever writes it later answers nobody's call."""
        grants = ids_of(self.grants_of(request.caller.enterprise_code))
        return self.db.conclude(request, lambda tx: self._start(tx, request, grants))

    def _start(self, tx: Transaction, request: StartExport, grants: tuple[UUID, ...]) -> ExportView:
        now = self.now()
        export = Export(
            id=uuid4(),
            enterprise_code=request.caller.enterprise_code,
            grants=grants,
            asked=request.to_wire(),
            requested_at=now,
            expires_at=now + KEPT_FOR,
        )
        exports.add(tx.session, export)
        tx.publish(ExportRequested(enterprise_code=export.enterprise_code, export_id=export.id))
        return _view(export)

    @answer(GetExport)
    def get_export(self, session: Session, request: GetExport) -> ExportView:
        enterprise_code = request.caller.enterprise_code
        return _view(exports.of_enterprise(session, enterprise_code, request.export_id))

    @answer(GetExportFile, outside_transaction=True)
    def get_export_file(self, request: GetExportFile) -> ExportFile:
        enterprise_code = request.caller.enterprise_code
        with self.db.reading() as session:
            export = exports.of_enterprise(session, enterprise_code, request.export_id)
        live = self.grants_of(enterprise_code) if export.grants else ()
        file = file_of(export, ids_of(live))
        return ExportFile(file=file, requested_at=export.requested_at)

    @subscribe(ExportRequested, outside_transaction=True)
    def on_export_requested(self, event: ExportRequested) -> None:
        """Written once; after a crash it is written again, to the same place."""
        with self.db.reading() as session:
            export = exports.find(session, event.export_id)
        if export is None or export.state in {"ready", "failed"}:
            return
        asked = CertificateConditions.model_validate(export.asked)
        visible = visible_to(export.enterprise_code, export.grants)
        with self.db.reading() as session:
            total, more = count_up_to(session, asked, visible, bound=MOST_ROWS)
        if more:
            self._note(export.id, state="failed")
            return
        self._note(export.id, state="writing", rows_total=total)
        self._write(export, asked, visible)

    @every(SWEEP_SECONDS, outside_transaction=True)
    def remove_expired_exports(self) -> None:
        with self.db.reading() as session:
            gone = exports.expired(session, self.now(), SWEEP_LIMIT)
        for export_id in gone:
            self.objects.delete(_key(export_id))
        if gone:
            with self.db.transaction() as tx:
                exports.remove(tx.session, gone)

    def _write(
        self, export: Export, asked: CertificateConditions, visible: Sequence[Visible]
    ) -> None:
        language = export.asked["language"]
        columns = columns_of(load_certificate_types(), language)
        names = [column.source for column in columns]
        sheet = write_sheet(self._batches(export, asked, visible, names), columns, language)
        file = self.objects.put(_key(export.id), sheet.content, XLSX, owner=export.enterprise_code)
        with self.db.transaction() as tx:
            exports.put_file(tx.session, export.id, file, sheet.rows)

    def _batches(
        self,
        export: Export,
        asked: CertificateConditions,
        visible: Sequence[Visible],
        names: Sequence[str],
    ) -> Iterator[Sequence[Any]]:
        """Writes down after each few how far it is."""
        rows = 0
        with self.db.reading() as session:
            batches = exports.read_list(session, asked, visible, names, BATCH)
            for number, batch in enumerate(batches, 1):
                yield batch
                rows += len(batch)
                if number % NOTED == 0:
                    self._note(export.id, rows_written=rows)

    def _note(self, export_id: UUID, **columns: Any) -> None:
        with self.db.transaction() as tx:
            exports.put_progress(tx.session, export_id, **columns)


def _key(export_id: UUID) -> str:
    return f"exports/{export_id}.xlsx"


def _view(export: Export) -> ExportView:
    return ExportView(
        export_id=export.id,
        state=export.state,
        rows_written=export.rows_written,
        rows_total=export.rows_total,
        requested_at=export.requested_at,
        expires_at=export.expires_at,
    )
