"""Documents encrypted for one workstation (HPKE, RFC 9180): X25519, HKDF-SHA256, AES-256-GCM."""

from typing import Final

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from contracts.errors import Refused

SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def sealed(document: bytes, encryption_key: bytes, info: bytes) -> bytes:
    """Encapsulated key and ciphertext, 48 bytes longer; opened with the same `info` only.

    Nothing in it says who encrypted: that is the connection's to prove.
    """
    return SUITE.encrypt(document, X25519PublicKey.from_public_bytes(encryption_key), info=info)


def check_public_keys(encryption_key: bytes, signing_key: bytes) -> None:
    """Raise Refused("workstation.bad_key") for what nothing could be encrypted or checked with."""
    try:
        sealed(b"", encryption_key, b"")
        Ed25519PublicKey.from_public_bytes(signing_key)
    except ValueError:
        raise Refused("workstation.bad_key") from None
