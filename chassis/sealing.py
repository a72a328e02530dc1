"""Secrets that cross the broker for one service only: HPKE (RFC 9180) to its X25519 key."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from contracts.base import Request
from contracts.errors import Refused
from contracts.values import SealedText

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class Sealer:
    """Seals to one public key, of 32 bytes."""

    def __init__(self, public_key: bytes) -> None:
        self._key = X25519PublicKey.from_public_bytes(public_key)
        self._key_id = _key_id(self._key)

    def seal(self, secret: str, request: type[Request[Any]], whom: str | UUID) -> SealedText:
        """For this request about this person alone; elsewhere it cannot be opened."""
        text = secret.encode(errors="surrogatepass")  # for the opener to refuse
        sealed = SUITE.encrypt(text, self._key, info=_purpose(request, whom))
        return SealedText(key_id=self._key_id, ciphertext=base64.b64encode(sealed).decode())


def open_sealed(
    sealed: SealedText, keys: Sequence[bytes], request: type[Request[Any]], whom: str | UUID
) -> str:
    """By one of these private keys; Refused("request.invalid") for what is not sealed so."""
    for private in map(X25519PrivateKey.from_private_bytes, keys):
        if _key_id(private.public_key()) == sealed.key_id:
            try:
                secret = base64.b64decode(sealed.ciphertext, validate=True)
                opened: bytes = SUITE.decrypt(secret, private, info=_purpose(request, whom))
                return opened.decode()
            except (binascii.Error, InvalidTag, ValueError) as error:
                raise _not_sealed("for another purpose, or altered") from error
    raise _not_sealed("with an unknown key")


def _purpose(request: type[Request[Any]], whom: str | UUID) -> bytes:
    return f"{request.rpc_name()} {whom}".encode(errors="surrogatepass")


def _key_id(key: X25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _not_sealed(reason: str) -> Refused:
    return Refused("request.invalid", {"reason": f"the secret is sealed {reason}"})
