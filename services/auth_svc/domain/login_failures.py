"""Failed logins with one user name, known or not, from one address, and how long they lock it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailures:
    """How often a name failed since it last got in or was locked."""

    failures: int = 0
    locked_until: datetime | None = None


def check_not_locked(failed: LoginFailures, *, now: datetime) -> None:
    """Raise Refused("session.locked") with the whole seconds that are left."""
    if failed.locked_until is not None and now < failed.locked_until:
        seconds = int((failed.locked_until - now).total_seconds()) + 1
        raise Refused("session.locked", {"seconds": seconds})


def after_failure(
    failed: LoginFailures, *, now: datetime, allowed: int, lock_seconds: float
) -> LoginFailures:
    """A full count locks and starts over."""
    if failed.failures + 1 < allowed:
        return LoginFailures(failures=failed.failures + 1)
    return LoginFailures(locked_until=now + timedelta(seconds=lock_seconds))
