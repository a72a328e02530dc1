"""Parameters that several routes share."""

import hashlib
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends, Header, Path, Query, Request
from pydantic import TypeAdapter, ValidationError

from contracts.errors import Refused
from contracts.preflights import HEADER as PREFLIGHT
from contracts.preflights import LONGEST as LONGEST_PREFLIGHT
from contracts.preflights import Preflight
from contracts.proofs import HEADER, Proof
from contracts.values import CertificateNo
from gateway.errors import BadRequest
from gateway.problems import Fault
from gateway.specimens import CERTIFICATE_NO, PROOF, SEAL_ID, TICKET

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="The same key and content again give the first answer again",
        min_length=1,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        examples=["7c1f6f6e-9a55-4c7b-8f0e-2f6d5f1b9a10"],
    ),
]

CertificateText = Annotated[
    str,
    Path(
        description="Certificate number (证书编号); what is no number is an unknown certificate",
        max_length=100,
        examples=[CERTIFICATE_NO],
    ),
]

CertificateFilter = Annotated[
    str | None, Query(description="Only of this certificate", examples=[CERTIFICATE_NO])
]

Ticket = Annotated[
    str,
    Path(
        description="The ticket of `POST /print-jobs`: no session is needed, but a proof is",
        max_length=500,
        examples=[TICKET],
    ),
]

Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before")]

PageLimit = Annotated[int, Query(ge=1, le=200, description="The longest page to give")]

Id = Annotated[UUID, Path(examples=[SEAL_ID])]

_certificate_no: TypeAdapter[str] = TypeAdapter(CertificateNo)


def certificate_no_of(text: str) -> str:
    """Raise Refused("certificate.unknown") for what cannot be a certificate number."""
    try:
        return _certificate_no.validate_python(text)
    except ValidationError as error:
        raise Refused("certificate.unknown", {"certificate_no": text}) from error


async def _proof(
    value: Annotated[
        str,
        Header(
            alias=HEADER,
            description="`<workstation>.<second>.<nonce>.<signature>`: Ed25519 over method, path, "
            "content, time and a nonce, by the key with which the workstation was enrolled",
            max_length=300,
            examples=[PROOF],
        ),
    ],
) -> Proof:
    """What it proves is checked by print_svc."""
    try:
        return Proof.of_header(value)
    except ValueError as error:
        raise BadRequest([Fault(place=f"header.{HEADER}", reason=str(error))]) from error


class PreflightTold(NamedTuple):
    """A preflight, and the SHA-256 of its text as the workstation signed it."""

    content_sha256: str
    preflight: Preflight | None


async def _preflight(
    value: Annotated[
        str,
        Header(
            alias=PREFLIGHT,
            description="What is known of the printer (R62): a `Preflight` as JSON, in base64url; "
            "the proof is of this text",
            max_length=LONGEST_PREFLIGHT,
        ),
    ] = "",
) -> PreflightTold:
    """Without one print_svc refuses, once it knows who asks."""
    digest = hashlib.sha256(value.encode()).hexdigest()
    if not value:
        return PreflightTold(digest, None)
    try:
        return PreflightTold(digest, Preflight.of_header(value))
    except ValueError as error:
        raise BadRequest([Fault(place=f"header.{PREFLIGHT}", reason="not a preflight")]) from error


async def _content_digest(request: Request) -> str:
    """Of the body as it was sent."""
    return hashlib.sha256(await request.body()).hexdigest()


PreflightHeader = Annotated[PreflightTold, Depends(_preflight)]
WorkstationProof = Annotated[Proof, Depends(_proof)]
ContentDigest = Annotated[str, Depends(_content_digest)]
