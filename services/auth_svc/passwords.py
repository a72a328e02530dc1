"""Passwords: argon2id, off the event loop and a few at a time, for each takes 64 MiB."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool
from eventlet.semaphore import Semaphore

AT_ONCE = 4

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("a login that nobody has")
_working = Semaphore(AT_ONCE)


def hash_password(password: str) -> str:
    with _working:
        return str(tpool.execute(_HASHER.hash, password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """As slow for a user that does not exist as for one that does."""
    try:
        with _working:
            right = tpool.execute(_HASHER.verify, password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(right) and password_hash is not None
