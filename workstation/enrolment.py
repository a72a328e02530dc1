"""Who this workstation is: its keys, which never leave it, and what the gateway enrolled it as."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contracts.proofs import EMPTY, Proof, document_info, signed_text
from workstation.places import write_private

FILE: Final = "enrolment.json"
_NONCE_BYTES: Final = 16
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class NotEnrolled(Exception):  # noqa: N818 - names the state, as its callers do
    """The workstation has to be paired first, or its keys cannot be read."""


class NotForUs(Exception):  # noqa: N818 - names the finding
    """A document that was not encrypted for this workstation and this ticket."""


@dataclass(frozen=True, slots=True)
class WorkstationKeys:
    """X25519 opens documents, Ed25519 signs proofs."""

    encryption: X25519PrivateKey = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        return cls(X25519PrivateKey.generate(), Ed25519PrivateKey.generate())

    @property
    def public(self) -> dict[str, str]:
        """As a pairing names them."""
        return {
            "encryption_key": _text(self.encryption.public_key().public_bytes_raw()),
            "signing_key": _text(self.signing.public_key().public_bytes_raw()),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One workstation of one enterprise at one gateway."""

    gateway: str
    workstation_id: UUID
    enterprise_code: str
    name: str
    keys: WorkstationKeys = field(repr=False)

    def prove(self, action: str, content_sha256: str = EMPTY, *, clock_ahead: float = 0.0) -> Proof:
        """A signature of now; `clock_ahead`: seconds that the server's clock is before ours."""
        created, nonce = int(time.time() + clock_ahead), _text(secrets.token_bytes(_NONCE_BYTES))
        text = signed_text(
            action,
            content_sha256,
            workstation_id=self.workstation_id,
            created=created,
            nonce=nonce,
        )
        return Proof(
            workstation_id=self.workstation_id,
            created=created,
            nonce=nonce,
            signature=_text(self.keys.signing.sign(text)),
        )

    def open_document(self, content: bytes, ticket: str) -> bytes:
        """What was encrypted for this ticket and this workstation. Raises NotForUs."""
        info = document_info(ticket, self.workstation_id)
        try:
            return _SUITE.decrypt(content, self.keys.encryption, info=info)
        except InvalidTag as error:
            raise NotForUs("the document was not encrypted for this ticket here") from error

    def save(self, directory: Path) -> None:
        kept = {
            "gateway": self.gateway,
            "workstation_id": str(self.workstation_id),
            "enterprise_code": self.enterprise_code,
            "name": self.name,
            "encryption": _text(self.keys.encryption.private_bytes_raw()),
            "signing": _text(self.keys.signing.private_bytes_raw()),
        }
        write_private(directory / FILE, json.dumps(kept))

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Raises NotEnrolled."""
        try:
            kept = json.loads((directory / FILE).read_text())
            keys = WorkstationKeys(
                X25519PrivateKey.from_private_bytes(_bytes(kept["encryption"])),
                Ed25519PrivateKey.from_private_bytes(_bytes(kept["signing"])),
            )
            return cls(
                gateway=kept["gateway"],
                workstation_id=UUID(kept["workstation_id"]),
                enterprise_code=kept["enterprise_code"],
                name=kept["name"],
                keys=keys,
            )
        except FileNotFoundError as error:
            raise NotEnrolled(f"{directory} holds no enrolment: run `pair` first") from error
        except (OSError, ValueError, KeyError) as error:
            raise NotEnrolled(f"the enrolment in {directory} cannot be read: {error!r}") from error


def clock_ahead(headers: Mapping[str, str]) -> float:
    """By how many seconds a server's clock is before ours, as far as its answer says."""
    try:
        return parsedate_to_datetime(headers["Date"]).timestamp() - time.time()
    except (KeyError, ValueError):
        return 0.0


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text(raw: bytes) -> str:
    """In base64url without padding, as proofs and pairings have it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
