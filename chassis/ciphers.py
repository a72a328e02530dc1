"""What lies encrypted at rest: AES-256-GCM with a random nonce, bound to where it lies."""

import hashlib
import os
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM

_MAGIC: Final = b"OPE1"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_CHUNK_BYTES: Final = 256 * 1024
OVERHEAD_BYTES: Final = len(_MAGIC) + _NONCE_BYTES + _TAG_BYTES
"""How much longer something is when it is encrypted."""


class Source(Protocol):
    """Bytes that are read once, from the first to the last."""

    def read(self, size: int, /) -> bytes: ...


class Encrypting:
    """A source, encrypted as it is read; the bytes that encrypting it whole would give."""

    def __init__(self, source: Source, key: bytes, place: str) -> None:
        nonce = os.urandom(_NONCE_BYTES)
        self._encryptor = ciphers.Cipher(AES256(key), GCM(nonce)).encryptor()
        self._encryptor.authenticate_additional_data(place.encode())
        self._source = source
        self._ready = bytearray(_MAGIC + nonce)
        self._ended = False
        self.sha256 = hashlib.sha256()

    def read(self, size: int) -> bytes:
        while len(self._ready) < size and not self._ended:
            self._encrypt_more()
        taken = bytes(memoryview(self._ready)[:size])  # a slice alone would copy it twice
        del self._ready[:size]
        return taken

    def _encrypt_more(self) -> None:
        data = self._source.read(_CHUNK_BYTES)
        self.sha256.update(data)
        self._ready += self._encryptor.update(data)
        if not data:
            self._ready += self._encryptor.finalize() + self._encryptor.tag
            self._ended = True


class Cipher:
    """With one key of 32 bytes; `place` is the associated data, so that nothing can be moved."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(key)

    def encrypt(self, data: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return _MAGIC + nonce + self._cipher.encrypt(nonce, data, place.encode())

    def encrypting(self, source: Source, place: str) -> Encrypting:
        return Encrypting(source, self._key, place)

    def decrypt(self, sealed: bytes, place: str) -> bytes:
        """Raise ValueError for what was not encrypted so, with this key, for this place."""
        begin = len(_MAGIC) + _NONCE_BYTES
        if not sealed.startswith(_MAGIC):
            raise ValueError("not encrypted by this cipher")
        try:
            return self._cipher.decrypt(sealed[len(_MAGIC) : begin], sealed[begin:], place.encode())
        except InvalidTag:
            raise ValueError("altered, moved, or of another key") from None
