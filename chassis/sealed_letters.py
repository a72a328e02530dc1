"""Dead letters that only operators can read: HPKE (RFC 9180) to their X25519 key.

An event may name people by their identity numbers, and what was given up on lies at the broker
until somebody looks at it.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from chassis.sealing import SUITE

SEALED_CONTENT_TYPE: Final = "application/vnd.originprint.sealed"

_KEY_ID_BYTES: Final = 8


class LetterNotOpenedError(Exception):
    """None of the keys at hand opens it, or it was altered or moved to another queue."""


def seal_letter(body: bytes, queue: str, public_key: bytes) -> bytes:
    """Eight bytes of the key's SHA-256, then the ciphertext, bound to the queue it came from."""
    key = X25519PublicKey.from_public_bytes(public_key)
    return _key_id(key) + bytes(SUITE.encrypt(body, key, info=queue.encode()))


def open_letter(sealed: bytes, queue: str, private_keys: Sequence[bytes]) -> bytes:
    """By one of these keys; raise LetterNotOpenedError."""
    key_id, ciphertext = sealed[:_KEY_ID_BYTES], sealed[_KEY_ID_BYTES:]
    for private in map(X25519PrivateKey.from_private_bytes, private_keys):
        if _key_id(private.public_key()) == key_id:
            try:
                return bytes(SUITE.decrypt(ciphertext, private, info=queue.encode()))
            except (InvalidTag, ValueError):
                raise LetterNotOpenedError("altered, or of another queue") from None
    raise LetterNotOpenedError(f"sealed to the key {key_id.hex()}, which is not among those given")


def _key_id(key: X25519PublicKey) -> bytes:
    return hashlib.sha256(key.public_bytes_raw()).digest()[:_KEY_ID_BYTES]
