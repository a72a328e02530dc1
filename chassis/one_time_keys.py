"""Secrets that a service shows once: sealed by HPKE (RFC 9180) to a key made for that one call.

Neither the broker nor a remembered reply can be read later, and a call that is repeated gets what
it cannot open.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from chassis.sealing import SUITE
from contracts.errors import Refused

_INFO = b"originprint shown once"


class OneTimeKey:
    """Lives in the memory of who asks, for as long as the call takes."""

    def __init__(self) -> None:
        self._private = X25519PrivateKey.generate()

    @property
    def public(self) -> str:
        """32 bytes in base64."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    def open(self, sealed: str) -> str | None:
        """None for what was sealed to the key of another call."""
        try:
            opened: bytes = SUITE.decrypt(base64.b64decode(sealed), self._private, info=_INFO)
        except InvalidTag:
            return None
        return opened.decode()


def seal_once(secret: str, public: str) -> str:
    """In base64, for the key whose public half this is; Refused for what is no such key."""
    try:
        key = X25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
    except (binascii.Error, ValueError):
        raise Refused("request.invalid", {"reason": "reveal_to: not an X25519 key"}) from None
    return base64.b64encode(SUITE.encrypt(secret.encode(), key, info=_INFO)).decode()
