"""What lies encrypted at rest: AES-256-GCM with a random nonce, bound to where it lies."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MAGIC: Final = b"OPE1"
_NONCE_BYTES: Final = 12


class Cipher:
    """With one key of 32 bytes; `place` is the associated data, so that nothing can be moved."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encrypt(self, data: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return _MAGIC + nonce + self._cipher.encrypt(nonce, data, place.encode())

    def decrypt(self, sealed: bytes, place: str) -> bytes:
        """Raise ValueError for what was not encrypted so, with this key, for this place."""
        begin = len(_MAGIC) + _NONCE_BYTES
        if not sealed.startswith(_MAGIC):
            raise ValueError("not encrypted by this cipher")
        try:
            return self._cipher.decrypt(sealed[len(_MAGIC) : begin], sealed[begin:], place.encode())
        except InvalidTag:
            raise ValueError("altered, moved, or of another key") from None
