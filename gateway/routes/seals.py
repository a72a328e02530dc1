"""Seals (印章) and declarers' signatures (签名): the same calls under two names (R8-R26)."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.permissions import check_may_call
from contracts.seals import (
    DeleteStamp,
    DisableStamp,
    GetScanRequirements,
    GetStamp,
    GetStampImage,
    InspectionReport,
    InspectScan,
    ListStamps,
    MakeSeal,
    MakeSignature,
    ScanRequirements,
    StampList,
    StampView,
)
from contracts.values import Caller, CardSignature, Name, ObjectRef, StampKind
from gateway.documentation import BY_CARD, LOGGED_IN, OF_RIGHTS, SIGNED, binary, refusals
from gateway.documents import PNG, send_object
from gateway.limiting import by_caller
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import Parts, PartsDep
from gateway.sessions import Token, Who
from gateway.upload_docs import upload_form
from gateway.uploads import Upload, arrived, form_of, stored

UPLOAD_CODES = (
    "request.too_large",
    "request.too_slow",
    "request.broken_off",
    "request.content_type",
    "request.upload_missing",
    "scan.refused",
    "scan.unreadable",
    "scan.busy",
)


class SealForm(BaseModel):
    """`card_signature`: the legal-person card's over the statement of `challenge_id` (R24).

    Base64 DER; `POST /card-statements` makes the statement of these fields and the scan's SHA-256.
    """

    model_config = ConfigDict(extra="forbid")

    name: Name
    operator_id: UUID
    valid_from: AwareDatetime
    valid_to: AwareDatetime
    challenge_id: UUID
    card_signature: CardSignature


class SignatureForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    declarer_id: UUID


class Inspection(BaseModel):
    """The verdict on a scan that was not kept, and what to look at before it is saved (R16).

    The overlay shows what was measured, the preview the cut-out at no more than 100 dpi.
    """

    report: InspectionReport
    overlay_png_base64: str | None = None
    preview_png_base64: str | None = None


seals = APIRouter(prefix="/seals", tags=["seals"])
signatures = APIRouter(prefix="/signatures", tags=["signatures"])


@seals.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("upload"))],
    openapi_extra=upload_form("scan", SealForm),
    responses=refusals(
        *LOGGED_IN,
        *OF_RIGHTS,
        *UPLOAD_CODES,
        *SIGNED,
        "card.not_bound",
        "operator.unknown",
        "seal.name_taken",
        "seal.validity_outside_card",
        "seal.validity_over",
        "idempotency.key_reused",
    ),
)
async def make_seal(
    request: Request, who: Who, token: Token, parts: PartsDep, key: IdempotencyKey = None
) -> StampView:
    """Make a seal from a scan of the whole A4 sheet (印章制作, R8-R12, R21-R24)."""
    _require(MakeSeal.rpc_name(), who)
    async with _scan(request, parts, who, token) as upload:
        form = form_of(SealForm, upload)
        async with stored(
            parts.objects, upload.content, who.enterprise_code, _naming(who, key)
        ) as scan:
            return await parts.rpc.call(
                MakeSeal(caller=who, idempotency_key=key, scan=scan, **form.model_dump())
            )


@signatures.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("upload"))],
    openapi_extra=upload_form("scan", SignatureForm),
    responses=refusals(
        *LOGGED_IN, *BY_CARD, *UPLOAD_CODES, "declarer.unknown", "idempotency.key_reused"
    ),
)
async def make_signature(
    request: Request, who: Who, token: Token, parts: PartsDep, key: IdempotencyKey = None
) -> StampView:
    """Make a filed declarer's signature from a scan (签名制作, R17-R19)."""
    _require(MakeSignature.rpc_name(), who)
    async with _scan(request, parts, who, token) as upload:
        form = form_of(SignatureForm, upload)
        async with stored(
            parts.objects, upload.content, who.enterprise_code, _naming(who, key)
        ) as scan:
            return await parts.rpc.call(
                MakeSignature(caller=who, idempotency_key=key, scan=scan, **form.model_dump())
            )


def _add_common_routes(router: APIRouter, kind: StampKind) -> None:
    unknown = f"{kind}.unknown"

    @router.post(
        "/inspections",
        dependencies=[Depends(by_caller("upload"))],
        openapi_extra=upload_form("scan"),
        responses=refusals(*LOGGED_IN, *UPLOAD_CODES),
        name=f"inspect_{kind}_scan",
    )
    async def inspect_scan(request: Request, who: Who, token: Token, parts: PartsDep) -> Inspection:
        """Try a scan: measure it, say what is wrong with it, and store nothing."""
        async with (
            _scan(request, parts, who, token) as upload,
            stored(parts.objects, upload.content, who.enterprise_code) as scan,
        ):
            return await inspect(InspectScan(caller=who, kind=kind, scan=scan), parts)

    @router.get("", responses=refusals(*LOGGED_IN), name=f"list_{kind}s")
    async def list_stamps(who: Who, parts: PartsDep) -> StampList:
        """All of the enterprise's, the disabled ones too."""
        return await parts.rpc.call(ListStamps(caller=who, kind=kind))

    @router.get("/{id}", responses=refusals(*LOGGED_IN, unknown), name=f"get_{kind}")
    async def get_stamp(id: Id, who: Who, parts: PartsDep) -> StampView:
        """One of them, with what the inspection found."""
        return await parts.rpc.call(GetStamp(caller=who, kind=kind, stamp_id=id))


def _add_retirement(router: APIRouter, kind: StampKind) -> None:
    unknown = f"{kind}.unknown"

    @router.post(
        "/{id}/disable",
        responses=refusals(*LOGGED_IN, *BY_CARD, unknown, "idempotency.key_reused"),
        name=f"disable_{kind}",
    )
    async def disable_stamp(
        id: Id,
        who: Who,
        parts: PartsDep,
        key: IdempotencyKey = None,
    ) -> StampView:
        """Stop its use (停用); it prints on nothing from here on (R26)."""
        return await parts.rpc.call(
            DisableStamp(caller=who, idempotency_key=key, kind=kind, stamp_id=id)
        )

    @router.delete(
        "/{id}",
        status_code=status.HTTP_204_NO_CONTENT,
        responses=refusals(*LOGGED_IN, *BY_CARD, unknown, "seal.still_in_use"),
        name=f"delete_{kind}",
    )
    async def delete_stamp(id: Id, who: Who, parts: PartsDep) -> None:
        """Delete a disabled one and its images (删除, R26)."""
        await parts.rpc.call(DeleteStamp(caller=who, kind=kind, stamp_id=id))


def _add_pictures(router: APIRouter, kind: StampKind) -> None:
    codes = (*LOGGED_IN, f"{kind}.unknown", "object.missing", "object.altered")

    @router.get(
        "/{id}/preview.png",
        response_class=Response,
        responses={**binary(PNG, "The cut-out at low resolution"), **refusals(*codes)},
        name=f"get_{kind}_preview",
    )
    async def get_preview(id: Id, who: Who, parts: PartsDep) -> Response:
        """The cut-out at low resolution; the full one never leaves the system (promise 5)."""
        question = GetStampImage(caller=who, kind=kind, stamp_id=id, picture="preview")
        return await _picture(question, parts)

    @router.get(
        "/{id}/overlay.png",
        response_class=Response,
        responses={**binary(PNG, "The sheet with what was measured"), **refusals(*codes)},
        name=f"get_{kind}_overlay",
    )
    async def get_overlay(id: Id, who: Who, parts: PartsDep) -> Response:
        """The sheet, small, with outline, sizes and limits drawn in."""
        question = GetStampImage(caller=who, kind=kind, stamp_id=id, picture="overlay")
        return await _picture(question, parts)


def _add_requirements(router: APIRouter, kind: StampKind) -> None:
    @router.get(
        "/scan-requirements", responses=refusals(*LOGGED_IN), name=f"get_{kind}_scan_requirements"
    )
    async def get_scan_requirements(who: Who, parts: PartsDep) -> ScanRequirements:
        """采集注意事项: sizes, resolution and files that pass, and what to mind (R8-R18)."""
        return await parts.rpc.call(GetScanRequirements(caller=who, kind=kind))


for _router, _kind in ((seals, StampKind.SEAL), (signatures, StampKind.SIGNATURE)):
    _add_requirements(_router, _kind)
    _add_common_routes(_router, _kind)
    _add_retirement(_router, _kind)
    _add_pictures(_router, _kind)


async def _picture(question: GetStampImage, parts: Parts) -> Response:
    reply = await parts.rpc.call(question)
    return await send_object(parts.objects, reply.image, PNG)


async def inspect(question: InspectScan, parts: Parts) -> Inspection:
    tried = await parts.rpc.call(question)
    return Inspection(
        report=tried.report,
        overlay_png_base64=await _taken(tried.overlay, parts),
        preview_png_base64=await _taken(tried.preview, parts),
    )


async def _taken(picture: ObjectRef | None, parts: Parts) -> str | None:
    """The picture in base64; it is not kept."""
    if picture is None:
        return None
    content = await asyncio.to_thread(parts.objects.get, picture)
    await asyncio.to_thread(parts.objects.delete, picture.key)
    return base64.b64encode(content).decode("ascii")


@asynccontextmanager
async def _scan(request: Request, parts: Parts, who: Caller, token: str) -> AsyncIterator[Upload]:
    """Once it has arrived and is its turn; Refused if the session of `token` ended meanwhile."""
    async with arrived(request, "scan", parts.uploads, who.enterprise_code) as upload:
        await parts.sessions.resolve(token)
        yield upload


def _naming(who: Caller, key: str | None) -> str | None:
    return None if key is None else f"{who.enterprise_code}:{key}"


def _require(operation: str, who: Caller) -> None:
    """Asked before a large body is read; the service asks again."""
    check_may_call(operation, who)
