"""导出: the filtered list as an Excel file, at once or in the background (R105)."""

import asyncio
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Response, status
from pydantic import ConfigDict, Field

from contracts.certificate_lists import CertificateConditions
from contracts.exports import XLSX, ExportView, GetExport, GetExportFile, StartExport
from gateway.documentation import LOGGED_IN, Responses, binary, refusals
from gateway.documents import attachment, send_object
from gateway.limiting import by_caller
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Token, Who

router = APIRouter(tags=["certificates"])

POLL_SECONDS: Final = 0.1
WAIT_SECONDS: Final = 25.0
LATER: Final[Responses] = {
    status.HTTP_202_ACCEPTED: {
        "model": ExportView,
        "description": "It takes longer: `Location` says where to ask for it",
    }
}


class ExportConditions(CertificateConditions):
    """The conditions of the list, and the language of the headings."""

    model_config = ConfigDict(extra="forbid")

    language: Literal["zh", "en"] = Field(default="zh")


@router.get(
    "/certificates/export.xlsx",
    dependencies=[Depends(by_caller("make"))],
    response_class=Response,
    responses={
        **binary(XLSX, "The list as an Excel file"),
        **LATER,
        **refusals(*LOGGED_IN, "export.too_long"),
    },
)
async def export_certificates(
    conditions: Annotated[ExportConditions, Query()], who: Who, token: Token, parts: PartsDep
) -> Response:
    """The whole list that these conditions find, as an Excel file (R105)."""
    export = await parts.rpc.call(StartExport(caller=who, **conditions.model_dump()))
    deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
    while export.state in {"waiting", "writing"}:
        if asyncio.get_running_loop().time() > deadline:
            return Response(
                export.model_dump_json(),
                status.HTTP_202_ACCEPTED,
                {"Location": f"/api/v1/certificate-exports/{export.export_id}"},
                "application/json",
            )
        await asyncio.sleep(POLL_SECONDS)
        await parts.sessions.resolve(token)
        export = await parts.rpc.call(GetExport(caller=who, export_id=export.export_id))
    return await get_export_file(export.export_id, who, parts)


@router.post(
    "/certificate-exports",
    dependencies=[Depends(by_caller("make"))],
    status_code=status.HTTP_202_ACCEPTED,
    responses=refusals(*LOGGED_IN, "idempotency.key_reused"),
)
async def start_export(
    conditions: ExportConditions, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> ExportView:
    """Begin an export in the background; its view says how far it is."""
    return await parts.rpc.call(
        StartExport(caller=who, idempotency_key=key, **conditions.model_dump())
    )


@router.get("/certificate-exports/{id}", responses=refusals(*LOGGED_IN, "export.unknown"))
async def get_export(id: Id, who: Who, parts: PartsDep) -> ExportView:
    """How many rows are written, and of how many."""
    return await parts.rpc.call(GetExport(caller=who, export_id=id))


@router.get(
    "/certificate-exports/{id}/file.xlsx",
    response_class=Response,
    responses={
        **binary(XLSX, "The list as an Excel file"),
        **refusals(
            *LOGGED_IN,
            "export.unknown",
            "export.not_ready",
            "export.grant_ended",
            "export.too_long",
            "object.missing",
            "object.altered",
        ),
    },
)
async def get_export_file(id: Id, who: Who, parts: PartsDep) -> Response:
    """The file, for a day after it was asked for."""
    export = await parts.rpc.call(GetExportFile(caller=who, export_id=id))
    name = f"certificates-{export.requested_at:%Y%m%d-%H%M%S}.xlsx"
    return await send_object(parts.objects, export.file, XLSX, attachment(name))
