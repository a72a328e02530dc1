"""Passwords: argon2id, off the event loop."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("a login that nobody has")


def hash_password(password: str) -> str:
    return str(tpool.execute(_HASHER.hash, password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """As slow for a user that does not exist as for one that does."""
    try:
        right = tpool.execute(_HASHER.verify, password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(right) and password_hash is not None
