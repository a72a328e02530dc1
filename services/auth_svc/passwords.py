"""Passwords: argon2id, off the event loop, a few at a time, and behind everything else.

Each takes 64 MiB and some 50 ms of two cores, and to judge a new one takes half a second where it
was made to. Whoever floods this process with logins must not take the workers and the processor
from those who are logged in: few wait, more are refused, and the threads that hash are the last to
get a core.
"""

import os
from collections.abc import Callable, Collection
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool
from eventlet.semaphore import Semaphore

from services.auth_svc.domain.passwords import check_password
from services.auth_svc.lines import Line

AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
IN_LINE = 8
"""Half of the workers that a process has."""
RETRY_SECONDS = 3
NICENESS = 10

_HASHER = PasswordHasher()
NOBODY = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)
"""Takes as long to compare with as anybody's; no password is known that has it."""
_working = Semaphore(AT_ONCE)
LINE = Line(IN_LINE, retry_seconds=RETRY_SECONDS)


def judge_password(password: str, known: Collection[str]) -> None:
    """As `domain.passwords.check_password`."""
    _behind(check_password, password, known)


def hash_password(password: str) -> str:
    return str(_behind(_HASHER.hash, password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """As slow for a user that does not exist as for one that does."""
    try:
        right = _behind(_HASHER.verify, password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(right) and password_hash is not None


def _behind(work: Callable[..., Any], *arguments: Any) -> Any:
    with _working:
        return tpool.execute(_nicely, work, arguments)


def _nicely(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """On Linux niceness is a thread's own; eventlet's pool has no other work in this process."""
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return work(*arguments)
