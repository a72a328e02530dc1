"""Failed logins of one user name, known or not, and how long it is locked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRecord:
    """How often a name failed since it last got in or was locked."""

    failures: int = 0
    locked_until: datetime | None = None


def check_not_locked(record: LoginRecord, *, now: datetime) -> None:
    if record.locked_until is not None and now < record.locked_until:
        seconds = int((record.locked_until - now).total_seconds()) + 1
        raise Refused("session.locked", {"seconds": seconds})


def after_failure(
    record: LoginRecord, *, now: datetime, allowed: int, lock_seconds: float
) -> LoginRecord:
    """A full count locks and starts over."""
    if record.failures + 1 < allowed:
        return LoginRecord(failures=record.failures + 1)
    return LoginRecord(locked_until=now + timedelta(seconds=lock_seconds))
