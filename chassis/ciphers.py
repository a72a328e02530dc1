"""What lies encrypted at rest: AES-256-GCM under a data key of its owner, bound to where it lies.

Header (`chassis/data_keys.py`), nonce of 12 bytes, ciphertext, tag of 16.
"""

import hashlib
import os
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM

from chassis.data_keys import HEADER_BYTES, NONCE_BYTES, TAG_BYTES, DataKeys, Header, owner_of
from contracts.key_rings import KeyRing

_CHUNK_BYTES: Final = 256 * 1024
_BEGIN: Final = HEADER_BYTES + NONCE_BYTES
OVERHEAD_BYTES: Final = _BEGIN + TAG_BYTES
"""How much longer something is when it is encrypted."""


class Source(Protocol):
    """Bytes that are read once, from the first to the last."""

    def read(self, size: int, /) -> bytes: ...


class Encrypting:
    """A source, encrypted as it is read; the bytes that encrypting it whole would give."""

    def __init__(self, source: Source, header: Header, key: bytes, place: str) -> None:
        nonce = os.urandom(NONCE_BYTES)
        self._encryptor = ciphers.Cipher(AES256(key), GCM(nonce)).encryptor()
        self._encryptor.authenticate_additional_data(_bound(header, place))
        self._source = source
        self._ready = bytearray(header.written() + nonce)
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
    """Under a ring of master keys; `place` is associated data, so that nothing can be moved.

    `owner` is the code of the enterprise whose it is, empty for what belongs to none.
    """

    def __init__(self, ring: KeyRing) -> None:
        self.keys = DataKeys(ring)

    def encrypt(self, data: bytes, place: str, owner: str = "") -> bytes:
        return _sealed(*self.keys.for_owner(owner_of(owner)), data, place)

    def encrypting(self, source: Source, place: str, owner: str = "") -> Encrypting:
        return Encrypting(source, *self.keys.for_owner(owner_of(owner)), place)

    def decrypt(self, sealed: bytes, place: str) -> bytes:
        """Raise ValueError for what was not encrypted so, with these keys, for this place."""
        header = Header.read(sealed)
        key, nonce = self.keys.open(header), sealed[HEADER_BYTES:_BEGIN]
        try:
            return AESGCM(key).decrypt(nonce, memoryview(sealed)[_BEGIN:], _bound(header, place))
        except InvalidTag:
            raise ValueError("altered, moved, or of another key") from None

    def is_current(self, header: Header) -> bool:
        return header.master_id == self.keys.ring.current[0]

    def turned(self, sealed: bytes, place: str, *, new_data_key: bool = False) -> bytes:
        """The same under the current master key; raise ValueError as `decrypt`.

        What cannot be read as it is stays as it is: a header is wrapped anew for nothing else.
        """
        data, header = self.decrypt(sealed, place), Header.read(sealed)
        if new_data_key:
            return _sealed(*self.keys.for_owner(header.owner), data, place)
        return self.keys.rewrapped(header).written() + sealed[HEADER_BYTES:]


def _sealed(header: Header, key: bytes, data: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return header.written() + nonce + AESGCM(key).encrypt(nonce, data, _bound(header, place))


def _bound(header: Header, place: str) -> bytes:
    return header.bound + place.encode()
