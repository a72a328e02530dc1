"""How a workstation proves that it holds its key: small HTTP message signatures (RFC 9421).

What is signed (Ed25519, RFC 8032) are six lines joined by line feeds: the form's name, the action,
the SHA-256 of the content (hexadecimal), the workstation, the second since 1970 in which it was
signed, and a nonce that is used once. An action is a method and a path of the public surface.
"""

import hashlib
import re
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.values import Sha256, Value

HEADER: Final = "X-Workstation-Proof"
EMPTY: Final = hashlib.sha256(b"").hexdigest()
"""The content of a request without a body."""
LONGEST_AGE_SECONDS: Final = 300
"""How far apart the clocks of a workstation and the server may be."""

_FORM: Final = "originprint workstation 1"
_SURFACE: Final = "/api/v1"
_HEADER: Final = re.compile(r"([0-9a-f-]{36})\.([0-9]{1,12})\.([\w-]{22})\.([\w-]{86})", re.ASCII)

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 bytes, raw (RFC 7748, RFC 8032), in base64url without padding."""


class Proof(Value):
    """One signature of one workstation, good for one action."""

    workstation_id: UUID
    created: int = Field(ge=0, lt=10**12)
    nonce: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
    signature: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]

    def header(self) -> str:
        """The value of X-Workstation-Proof."""
        return f"{self.workstation_id}.{self.created}.{self.nonce}.{self.signature}"

    @classmethod
    def of_header(cls, text: str) -> Self:
        """Raise ValueError for what is no proof."""
        parts = _HEADER.fullmatch(text)
        if parts is None:
            raise ValueError("not <workstation>.<second>.<nonce>.<signature>")
        workstation_id, created, nonce, signature = parts.groups()
        return cls(
            workstation_id=UUID(workstation_id),
            created=int(created),
            nonce=nonce,
            signature=signature,
        )


def signed_text(
    action: str, content_sha256: Sha256, *, workstation_id: UUID, created: int, nonce: str
) -> bytes:
    """What the key of the workstation signs; the second is of UTC."""
    lines = (_FORM, action, content_sha256, str(workstation_id), str(created), nonce)
    return "\n".join(lines).encode()


def fetching(ticket: str) -> str:
    """The action by which a document is fetched; its content is the text of the preflight."""
    return f"GET {_SURFACE}/print-tickets/{ticket}/document"


def reporting(ticket: str) -> str:
    """The action by which evidence is told; its content is the request's body."""
    return f"POST {_SURFACE}/print-tickets/{ticket}/evidence"


def withdrawing(ticket: str) -> str:
    """The action by which a job is cancelled at its workstation."""
    return f"POST {_SURFACE}/print-tickets/{ticket}/cancellation"


ANNOUNCING: Final = f"POST {_SURFACE}/workstations/presence"
ASKING_FOR_CARD_REQUESTS: Final = f"GET {_SURFACE}/workstations/card-requests"
ASKING_FOR_SCAN_REQUESTS: Final = f"GET {_SURFACE}/workstations/scan-requests"
ASKING_FOR_JOBS: Final = f"GET {_SURFACE}/workstations/waiting-jobs"
ASKING_FOR_UNANSWERED: Final = f"GET {_SURFACE}/workstations/unanswered-prints"


def connecting(challenge: str) -> str:
    """The server's challenge binds the proof to one connection."""
    return f"GET {_SURFACE}/workstations/connection {challenge}"


def answering(request_id: UUID) -> str:
    """The action by which a card request is answered; its content is the request's body."""
    return f"POST {_SURFACE}/workstations/card-requests/{request_id}/answer"


def telling_of_scan(request_id: UUID) -> str:
    """The action by which a scanner's progress is told; its content is the request's body."""
    return f"POST {_SURFACE}/workstations/scan-requests/{request_id}/progress"


def sending_scan(request_id: UUID) -> str:
    """The action by which a scan is sent; its content is the scan."""
    return f"POST {_SURFACE}/workstations/scan-requests/{request_id}/scan"


def document_info(ticket: str, workstation_id: UUID) -> bytes:
    """What binds an encrypted document to its ticket and workstation (HPKE's `info`, RFC 9180)."""
    digest = hashlib.sha256(ticket.encode()).hexdigest()
    return f"originprint document 1\n{digest}\n{workstation_id}".encode()
