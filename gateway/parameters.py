"""Parameters that several routes share."""

from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

from fastapi import Depends, Header, Path, Query
from pydantic import TypeAdapter, ValidationError

from contracts.errors import Refused
from contracts.values import CertificateNo, Name
from gateway.errors import BadRequest
from gateway.specimens import CERTIFICATE_NO, SEAL_ID, TICKET, WORKSTATION

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
        description="The ticket of `POST /print-jobs`: it is the key, no session is needed",
        max_length=500,
        examples=[TICKET],
    ),
]

Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before")]

PageLimit = Annotated[int, Query(ge=1, le=200, description="The longest page to give")]

Id = Annotated[UUID, Path(examples=[SEAL_ID])]

_certificate_no: TypeAdapter[str] = TypeAdapter(CertificateNo)
_name: TypeAdapter[str] = TypeAdapter(Name)


def certificate_no_of(text: str) -> str:
    """Raise Refused("certificate.unknown") for what cannot be a certificate number."""
    try:
        return _certificate_no.validate_python(text)
    except ValidationError as error:
        raise Refused("certificate.unknown", {"certificate_no": text}) from error


async def _workstation(
    value: Annotated[
        str,
        Header(
            alias="X-Workstation",
            description="Name of the computer the ticket was issued for, percent-encoded UTF-8",
            max_length=900,
            examples=[WORKSTATION],
        ),
    ],
) -> str:
    """HTTP headers are ASCII, the names of computers need not be."""
    try:
        return _name.validate_python(unquote(value))
    except ValidationError as error:
        raise BadRequest.of(error, "header.X-Workstation") from error


Workstation = Annotated[str, Depends(_workstation)]
