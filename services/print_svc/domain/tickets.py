"""Single-use print tickets: signed, short-lived, for one job on one workstation (promise 2)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from contracts.errors import Refused
from contracts.key_rings import KeyRing
from services.print_svc.domain.print_jobs import PrintJob

PURPOSE: Final = b"originprint ticket"
"""Keeps the key of tickets from signing anything else (itsdangerous calls it a salt)."""

TICKET: Final = re.compile(r"(?P<key_id>[\w-]+)\.(?P<signed>\.?[\w-]+\.[\w-]+)", re.ASCII)
LONGEST: Final = 1_000
"""What may be a ticket at all: base64 decoders pass over other characters as if not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What the ticket's text says; times in UTC, whole seconds."""

    job_id: UUID
    certificate_no: str
    parts: tuple[str, ...]
    workstation_id: UUID
    expires_at: datetime
    nonce: str


def write_ticket(ticket: Ticket, keys: KeyRing) -> str:
    """Key id, content and HMAC-SHA256 in base64url, joined by dots: fit for a path as it is."""
    content = {
        "j": str(ticket.job_id),
        "c": ticket.certificate_no,
        "p": ticket.parts,
        "w": str(ticket.workstation_id),
        "x": int(ticket.expires_at.timestamp()),
        "n": ticket.nonce,
    }
    key_id, key = keys.current
    return f"{key_id}.{_serializer(key).dumps(content)}"


def read_ticket(text: str, keys: KeyRing) -> Ticket:
    """Raise Refused("print.unknown_ticket") for any text that was not written under the keys.

    Refused("print.ticket_key_removed") where it names a key that is not among them (any more).
    """
    written = TICKET.fullmatch(text) if len(text) <= LONGEST else None
    if written is None:
        raise Refused("print.unknown_ticket")
    key = keys.find(written["key_id"])
    if key is None:
        raise Refused("print.ticket_key_removed")
    try:
        fields = _serializer(key).loads(written["signed"])
    except BadData:
        raise Refused("print.unknown_ticket") from None
    return Ticket(
        job_id=UUID(fields["j"]),
        certificate_no=fields["c"],
        parts=tuple(fields["p"]),
        workstation_id=UUID(fields["w"]),
        expires_at=datetime.fromtimestamp(fields["x"], UTC),
        nonce=fields["n"],
    )


def ticket_of(job: PrintJob) -> Ticket:
    """The one ticket of a job that waits for its workstation."""
    if job.workstation_id is None:
        raise ValueError(f"job {job.id} is for no workstation")
    return Ticket(
        job_id=job.id,
        certificate_no=job.certificate_no,
        parts=job.parts,
        workstation_id=job.workstation_id,
        expires_at=job.ticket_expires_at,
        nonce=job.nonce,
    )


def _serializer(key: bytes) -> URLSafeSerializer:
    signing = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(key, PURPOSE, signer_kwargs=signing)
