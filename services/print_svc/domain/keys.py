"""Ed25519 keys by their short id: who signed a statement or a ledger head."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

KEY_ID_BYTES = 4
PUBLIC_KEY = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)

PublicKeys: TypeAlias = Mapping[bytes, Ed25519PublicKey]


def key_id(key: Ed25519PublicKey) -> bytes:
    """Give the first four bytes of the SHA-256 of the raw public key."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:KEY_ID_BYTES]


def public_keys(keys: Iterable[Ed25519PublicKey]) -> PublicKeys:
    """Raise ValueError when two keys share an id."""
    chosen = list(keys)
    by_id = {key_id(key): key for key in chosen}
    if len(by_id) != len({key.public_bytes_raw() for key in chosen}):
        raise ValueError("two public keys share one id")
    return by_id


def load_private_key(pem: bytes, password: bytes | None = None) -> Ed25519PrivateKey:
    """Raise ValueError when the PEM holds no Ed25519 private key."""
    key = load_pem_private_key(pem, password)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 private key")  # noqa: TRY004 - the file is wrong
    return key


def load_public_key(pem: bytes) -> Ed25519PublicKey:
    """Raise ValueError when the PEM holds no Ed25519 public key."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")  # noqa: TRY004 - the file is wrong
    return key


def load_public_keys(pem: bytes) -> list[Ed25519PublicKey]:
    """Those of a file that holds several; raise ValueError when it holds anything else."""
    blocks = PUBLIC_KEY.findall(pem)
    if PUBLIC_KEY.sub(b"", pem).strip():
        raise ValueError("the file holds more than Ed25519 public keys")
    return [load_public_key(block) for block in blocks]


def public_pem(key: Ed25519PublicKey) -> bytes:
    """As SubjectPublicKeyInfo (RFC 8410)."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def jwk_bytes(key: Ed25519PublicKey) -> str:
    """The raw key as a JWK's `x`: base64url without padding (RFC 8037, 2)."""
    return base64.urlsafe_b64encode(key.public_bytes_raw()).rstrip(b"=").decode()


def is_signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether it is an Ed25519 signature of the message (RFC 8032)."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True
