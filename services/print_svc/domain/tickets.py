"""Single-use print tickets: signed, short-lived, for one job on one workstation (promise 2)."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What the ticket's text says; times in UTC, whole seconds."""

    job_id: UUID
    certificate_no: str
    parts: tuple[str, ...]
    workstation: str
    expires_at: datetime
    nonce: str


def write_ticket(ticket: Ticket, key: bytes) -> str:
    """Two base64url parts: the content and its HMAC-SHA256."""
    content = json.dumps(
        {
            "j": str(ticket.job_id),
            "c": ticket.certificate_no,
            "p": list(ticket.parts),
            "w": ticket.workstation,
            "x": int(ticket.expires_at.timestamp()),
            "n": ticket.nonce,
        },
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()
    return f"{_encode(content)}.{_encode(_mac(content, key))}"


def read_ticket(text: str, key: bytes) -> Ticket:
    """Raise Refused for any text that we did not write."""
    try:
        content, mac = (_decode(part) for part in text.split("."))
    except (ValueError, binascii.Error):
        raise Refused("print.unknown_ticket") from None
    if not hmac.compare_digest(mac, _mac(content, key)):
        raise Refused("print.unknown_ticket")
    fields = json.loads(content)
    return Ticket(
        job_id=UUID(fields["j"]),
        certificate_no=fields["c"],
        parts=tuple(fields["p"]),
        workstation=fields["w"],
        expires_at=datetime.fromtimestamp(fields["x"], UTC),
        nonce=fields["n"],
    )


def _mac(content: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"originprint ticket\0" + content, hashlib.sha256).digest()


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
