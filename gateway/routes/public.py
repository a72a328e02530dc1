"""The public check of a printed sheet or a PDF; no session, but a throttle (R76, R77)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from contracts.verification import Verification, VerifyCode, VerifyPdf
from gateway.addresses import address_of
from gateway.documentation import refusals
from gateway.documents import PDF
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.specimens import ORIGINAL_SERIAL
from gateway.upload_docs import upload_document
from gateway.uploads import arrived, stored

FILE = "document"


router = APIRouter(prefix="/verify", tags=["public"])


@router.get(
    "/{code}",
    dependencies=[Depends(by_address("verify"))],
    responses=refusals("service.too_many_requests"),
)
async def verify_code(
    code: Annotated[
        str,
        Path(
            description="What the QR code's address ends with, or a print serial",
            max_length=1000,
            examples=[ORIGINAL_SERIAL],
        ),
    ],
    parts: PartsDep,
) -> Verification:
    """Whether a sheet is valid, replaced, voided, not archived yet, or unknown.

    A service that is away answers 503; that is never a verdict.
    """
    return await parts.rpc.call(VerifyCode(code=code))


@router.post(
    "",
    dependencies=[Depends(by_address("verify_pdf"))],
    openapi_extra=upload_document(FILE, PDF),
    responses=refusals(
        "service.too_many_requests",
        "request.too_large",
        "request.too_slow",
        "request.broken_off",
        "request.content_type",
        "request.upload_missing",
    ),
)
async def verify_pdf(request: Request, parts: PartsDep) -> Verification:
    """Whether a PDF is ours, unchanged and current; it is not kept."""
    sender = address_of(request)
    async with (
        arrived(request, FILE, parts.public_uploads, sender, raw=PDF) as upload,
        stored(parts.objects, upload.content) as document,
    ):
        return await parts.rpc.call(VerifyPdf(document=document))
