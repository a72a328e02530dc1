"""操作日志: who did what, from where and with which card, for the enterprise's legal person."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ConfigDict, Field

from contracts.audit import (
    AuditConditions,
    AuditRecordList,
    ExportAuditRecords,
    ListAuditRecords,
)
from contracts.exports import XLSX
from gateway.documentation import BY_CARD, LOGGED_IN, binary, refusals
from gateway.documents import attachment, send_object
from gateway.limiting import by_caller
from gateway.parts import PartsDep
from gateway.sessions import Who

router = APIRouter(prefix="/audit", tags=["audit"])


class AuditPage(AuditConditions):
    """The conditions of the list, and the page."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(default=None, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=200)


class AuditSheet(AuditConditions):
    """The conditions of the list, and the language of the sheet."""

    model_config = ConfigDict(extra="forbid")

    language: Literal["zh", "en"] = "zh"


@router.get("", responses=refusals(*LOGGED_IN, *BY_CARD))
async def list_audit_records(
    asked: Annotated[AuditPage, Query()], who: Who, parts: PartsDep
) -> AuditRecordList:
    """What was done and refused in your enterprise, newest first; legal-person card only.

    Each record carries its hash and that of the one before, over all that it tells.
    """
    return await parts.rpc.call(ListAuditRecords(caller=who, **asked.model_dump()))


@router.get(
    "/export.xlsx",
    dependencies=[Depends(by_caller("make"))],
    response_class=Response,
    responses={
        **binary(XLSX, "The records as an Excel file"),
        **refusals(*LOGGED_IN, *BY_CARD, "audit.too_many_rows", "object.missing", "object.altered"),
    },
)
async def export_audit_records(
    asked: Annotated[AuditSheet, Query()], who: Who, parts: PartsDep
) -> Response:
    """The same as an Excel file, oldest first; that it was asked for is a record itself."""
    made = await parts.rpc.call(ExportAuditRecords(caller=who, **asked.model_dump()))
    return await send_object(parts.objects, made.file, XLSX, attachment("audit.xlsx"))
