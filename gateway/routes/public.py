"""The public check of a printed sheet or a PDF; no session, but a throttle (R76, R77)."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from contracts.verification import (
    GetVerificationKeys,
    Verification,
    VerificationKeys,
    VerificationVerdict,
    VerifyCode,
    VerifyPdf,
)
from gateway.addresses import address_of
from gateway.documentation import refusals
from gateway.documents import PDF
from gateway.limiting import by_address
from gateway.limits import Kind
from gateway.parts import Parts, PartsDep
from gateway.specimens import CERTIFICATE_NO, ORIGINAL_SERIAL
from gateway.upload_docs import upload_document
from gateway.uploads import arrived, stored

FILE = "document"
KEYS_KEPT = "public, max-age=3600"


FAILED: frozenset[VerificationVerdict] = frozenset({"not_valid", "unknown_number", "altered"})


async def look_up(request: Request, parts: Parts, code: str, serial: str | None) -> Verification:
    """Raise Refused service.too_many_requests for an address that failed too often lately.

    Counted before the answer is known, so that many guesses at once are as slow as one by one.
    """
    by: Mapping[Kind, str] = {"address": address_of(request)}
    await parts.limiter.take("guess", by)
    verification = await parts.rpc.call(VerifyCode(code=code, serial=serial))
    if verification.verdict not in FAILED:
        await parts.limiter.give_back("guess", by)
    return verification


SerialBeside = Annotated[
    str | None,
    Query(
        description="The print serial on the same sheet as a certificate number",
        max_length=100,
        examples=[ORIGINAL_SERIAL],
    ),
]

router = APIRouter(tags=["public"])


@router.get(
    "/verification-keys",
    dependencies=[Depends(by_address("verify"))],
    responses=refusals("service.too_many_requests"),
)
async def get_verification_keys(response: Response, parts: PartsDep) -> VerificationKeys:
    """The keys that sign the statements in QR codes, to check them without any network."""
    keys = await parts.rpc.call(GetVerificationKeys())
    response.headers["Cache-Control"] = KEYS_KEPT
    return keys


@router.get(
    "/verify/{code}",
    dependencies=[Depends(by_address("verify"))],
    responses=refusals("service.too_many_requests"),
)
async def verify_code(
    code: Annotated[
        str,
        Path(
            description="What the QR code's address ends with; or a certificate number, or a "
            "print serial",
            max_length=1000,
            examples=[CERTIFICATE_NO],
        ),
    ],
    request: Request,
    parts: PartsDep,
    serial: SerialBeside = None,
) -> Verification:
    """Whether a sheet is valid, replaced, voided, not archived yet, or unknown.

    Details are for whoever holds the paper: they come for what the QR code says, or for a
    certificate number with its print serial. A number alone is valid or it is not; a print serial
    alone gets the verdict on its sheet. Look-ups that fail are slowed for their address.

    A service that is away answers 503; that is never a verdict.
    """
    return await look_up(request, parts, code, serial)


@router.post(
    "/verify",
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
        stored(parts.objects, upload.content, "") as document,
    ):
        return await parts.rpc.call(VerifyPdf(document=document))
