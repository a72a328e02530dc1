"""导出: lists written into Excel files by cert_svc (R105)."""

from typing import ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.base import CallerRequest, Command, Event, Reply, ReplyT
from contracts.certificate_lists import CertificateConditions
from contracts.certificates import SOURCE
from contracts.values import ObjectRef

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of the file."""

ExportState = Literal["waiting", "writing", "ready", "failed"]


class ExportRequested(Event):
    """An export waits to be written; cert_svc says it to itself, so that no process forgets it."""

    SOURCE: ClassVar[str] = SOURCE

    export_id: UUID


class ExportView(Reply):
    """A list on its way into an Excel file; the file is kept until `expires_at`.

    `failed` is one with more rows than a sheet holds.
    """

    export_id: UUID
    state: ExportState
    rows_written: int
    rows_total: int | None = None
    requested_at: AwareDatetime
    expires_at: AwareDatetime


class ExportFile(Reply):
    file: ObjectRef
    requested_at: AwareDatetime


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class StartExport(CertificateConditions, Command[ExportView]):
    """导出: what these conditions find as an Excel file, with headings in this language."""

    SERVICE: ClassVar[str] = SOURCE

    language: Literal["zh", "en"] = "zh"


class GetExport(_Question[ExportView]):
    """Refused export.unknown."""

    export_id: UUID


class GetExportFile(_Question[ExportFile]):
    """Refused export.unknown, export.not_ready, export.too_long or export.grant_ended."""

    export_id: UUID
