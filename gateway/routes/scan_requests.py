"""Scans from the scanner at a workstation, asked for from the browser (R8-R18).

The scan goes from the workstation to the object store and never to the browser: the session that
asked has it inspected, and makes a seal or a signature of it, in its own name.
"""

import asyncio
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request, status
from pydantic import BaseModel, ConfigDict

from chassis.errors import Transient
from contracts.errors import Refused
from contracts.permissions import check_may_call
from contracts.scan_requests import (
    AskScan,
    BeginScanUpload,
    FinishScanRequest,
    GetScanRequest,
    KeepScan,
    ListScanRequests,
    ScanRequestView,
    ScanTold,
    ScanUpload,
    TakenScan,
    TakeScan,
    TellScanProgress,
    WaitingScans,
    WithdrawScanRequest,
)
from contracts.scanners import ScannerAddress
from contracts.seals import InspectScan, MakeSeal, MakeSignature, StampView
from contracts.values import ObjectRef, Sha256, StampKind
from gateway.connections import Notice
from gateway.documentation import BY_CARD, LOGGED_IN, SIGNED, refusals
from gateway.limiting import by_address, by_caller
from gateway.parameters import ContentDigest, Id, IdempotencyKey, WorkstationProof
from gateway.parts import Parts, PartsDep
from gateway.routes.card_requests import session_id_of
from gateway.routes.seals import UPLOAD_CODES, Inspection, SealForm, SignatureForm, inspect
from gateway.routes.workstations import PROOF_CODES
from gateway.sessions import Session
from gateway.specimens import SHA256
from gateway.upload_docs import upload_document
from gateway.uploads import Upload, arrived

log = structlog.get_logger()
router = APIRouter(tags=["workstations"])
open_router = APIRouter(tags=["workstations"], dependencies=[Depends(by_address("ticket"))])

OCTETS = "application/octet-stream"
OF_A_REQUEST = (*LOGGED_IN, *BY_CARD, "scan.unknown_request")
OF_A_SCAN = (*OF_A_REQUEST, "scan.not_there", "scan.refused", "scan.unreadable", "scan.busy")

ScanDigest = Annotated[
    Sha256,
    Header(
        alias="X-Content-SHA256",
        description="Of the scan, in hexadecimal: what the proof is of, told before the body comes",
        examples=[SHA256],
    ),
]


class WantedScan(BaseModel):
    """What lies on the glass; without `scanner` the workstation's usual one."""

    model_config = ConfigDict(extra="forbid")

    kind: StampKind
    scanner: ScannerAddress | None = None


@router.post(
    "/workstations/{id}/scan-requests",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("upload"))],
    responses=refusals(
        *LOGGED_IN,
        *BY_CARD,
        "workstation.unknown",
        "workstation.not_installed",
        "workstation.not_running",
        "workstation.too_old",
        "scan.unknown_scanner",
        "idempotency.key_reused",
    ),
)
async def ask_scan(
    id: Id, body: WantedScan, session: Session, parts: PartsDep, key: IdempotencyKey = None
) -> ScanRequestView:
    """Have the scanner at this workstation scan the sheet that lies on it, A4 at 600 dpi.

    Ask for its progress by `GET`, and have the scan inspected once it is there. It is deleted when
    the request ends, fifteen minutes later at the latest.
    """
    asked = await parts.rpc.call(
        AskScan(
            caller=session.caller,
            idempotency_key=key,
            workstation_id=id,
            session_id=session_id_of(session),
            operator_name=session.operator_name,
            kind=body.kind,
            scanner=body.scanner,
        )
    )
    parts.workstations.notify([id], Notice.SCAN_REQUESTS)
    return asked


@router.get("/scan-requests/{id}", responses=refusals(*OF_A_REQUEST))
async def get_scan_request(id: Id, session: Session, parts: PartsDep) -> ScanRequestView:
    """How far it is; only the session that asked sees it."""
    return await parts.rpc.call(
        GetScanRequest(caller=session.caller, request_id=id, session_id=session_id_of(session))
    )


@router.delete("/scan-requests/{id}", responses=refusals(*OF_A_REQUEST))
async def withdraw_scan_request(id: Id, session: Session, parts: PartsDep) -> ScanRequestView:
    """Nothing is scanned for it any more, and what was scanned is deleted."""
    return await parts.rpc.call(
        WithdrawScanRequest(caller=session.caller, request_id=id, session_id=session_id_of(session))
    )


@router.post(
    "/scan-requests/{id}/inspection",
    dependencies=[Depends(by_caller("upload"))],
    responses=refusals(*OF_A_SCAN, "object.missing", "object.altered"),
)
async def inspect_requested_scan(id: Id, session: Session, parts: PartsDep) -> Inspection:
    """Measure the scan that came, and say what is wrong with it, as with one that is uploaded."""
    taken = await _taken(id, session, parts)
    return await inspect(
        InspectScan(caller=session.caller, kind=taken.kind, scan=taken.scan), parts
    )


@router.post(
    "/scan-requests/{id}/seal",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("upload"))],
    responses=refusals(
        *OF_A_SCAN,
        *SIGNED,
        "card.not_bound",
        "operator.disabled",
        "operator.unknown",
        "seal.name_taken",
        "seal.validity_outside_card",
        "seal.validity_over",
        "idempotency.key_reused",
        "object.missing",
        "object.altered",
    ),
)
async def make_seal_of_requested_scan(
    id: Id, body: SealForm, session: Session, parts: PartsDep, key: IdempotencyKey = None
) -> StampView:
    """Make a seal of the scan that came (R8-R12, R21-R24); `scan_sha256` is what the card signs."""
    check_may_call(MakeSeal.rpc_name(), session.caller)
    scan = await _taken_as(StampKind.SEAL, id, session, parts)
    fields = body.model_dump()
    made = await parts.rpc.call(
        MakeSeal(caller=session.caller, idempotency_key=key, scan=scan, **fields)
    )
    await _finish(id, session, parts)
    return made


@router.post(
    "/scan-requests/{id}/signature",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("upload"))],
    responses=refusals(
        *OF_A_SCAN,
        "declarer.unknown",
        "idempotency.key_reused",
        "object.missing",
        "object.altered",
    ),
)
async def make_signature_of_requested_scan(
    id: Id, body: SignatureForm, session: Session, parts: PartsDep, key: IdempotencyKey = None
) -> StampView:
    """Make a filed declarer's signature of the scan that came (R17-R19)."""
    check_may_call(MakeSignature.rpc_name(), session.caller)
    scan = await _taken_as(StampKind.SIGNATURE, id, session, parts)
    fields = body.model_dump()
    made = await parts.rpc.call(
        MakeSignature(caller=session.caller, idempotency_key=key, scan=scan, **fields)
    )
    await _finish(id, session, parts)
    return made


@open_router.get(
    "/workstations/scan-requests", responses=refusals("service.too_many_requests", *PROOF_CODES)
)
async def list_scan_requests(proof: WorkstationProof, parts: PartsDep) -> WaitingScans:
    """What is to be scanned at the workstation that asks."""
    return await parts.rpc.call(ListScanRequests(proof=proof))


@open_router.post(
    "/workstations/scan-requests/{id}/progress",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals("service.too_many_requests", *PROOF_CODES, "scan.unknown_request"),
)
async def tell_scan_progress(
    id: Id, body: ScanTold, proof: WorkstationProof, content: ContentDigest, parts: PartsDep
) -> None:
    """How far the scanner is, or why it will not go on."""
    await parts.rpc.call(
        TellScanProgress(proof=proof, content_sha256=content, request_id=id, told=body)
    )


@open_router.post(
    "/workstations/scan-requests/{id}/scan",
    status_code=status.HTTP_204_NO_CONTENT,
    openapi_extra=upload_document("scan", OCTETS),
    responses=refusals(
        "service.too_many_requests", *PROOF_CODES, *UPLOAD_CODES[:5], "scan.unknown_request"
    ),
)
async def send_scan(
    id: Id, proof: WorkstationProof, digest: ScanDigest, request: Request, parts: PartsDep
) -> None:
    """The scan itself. Nothing is read of it before its proof and its request are known."""
    upload = await parts.rpc.call(
        BeginScanUpload(proof=proof, content_sha256=digest, request_id=id)
    )
    sender = upload.enterprise_code
    async with arrived(request, "scan", parts.uploads, sender, raw=OCTETS) as come:
        if come.content.sha256 != digest:
            raise Refused("workstation.wrong_proof")
        await _keep(id, upload, come, parts)


async def _keep(id: Id, upload: ScanUpload, come: Upload, parts: Parts) -> None:
    """Encrypted as every upload; gone again where the request ended meanwhile."""
    content, owner = come.content, upload.enterprise_code
    content.seek(0)
    scan: ObjectRef = await asyncio.to_thread(
        parts.objects.put_stream, upload.key, content, content.size, owner=owner
    )
    try:
        await parts.rpc.call(KeepScan(request_id=id, upload_id=upload.upload_id, scan=scan))
    except Refused:
        try:
            await asyncio.to_thread(parts.objects.delete, upload.key)
        except Transient as error:
            log.warning("scan_left_to_the_sweep", key=upload.key, error=str(error))
        raise


async def _taken(id: Id, session: Session, parts: Parts) -> TakenScan:
    return await parts.rpc.call(
        TakeScan(caller=session.caller, request_id=id, session_id=session_id_of(session))
    )


async def _taken_as(kind: StampKind, id: Id, session: Session, parts: Parts) -> ObjectRef:
    """Raise Refused for a scan that was made for something else."""
    taken = await _taken(id, session, parts)
    if taken.kind is not kind:
        raise Refused("scan.unknown_request")
    return taken.scan


async def _finish(id: Id, session: Session, parts: Parts) -> None:
    """A service that is away ends nothing: the stamp is made, and the scan goes in its time."""
    try:
        await parts.rpc.call(
            FinishScanRequest(
                caller=session.caller, request_id=id, session_id=session_id_of(session)
            )
        )
    except Refused as refusal:
        log.warning("scan_request_not_finished", code=refusal.code)
