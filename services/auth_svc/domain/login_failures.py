"""Failed logins of one user name, known or not, and how long it is locked.

Counted where they come from: who guesses locks the name for the own address. All addresses together
have a limit of their own, which does not hold for an address from which the name got in before, so
that nobody can lock somebody else out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailures:
    """How often a name failed since it last got in or was locked; when it last got in."""

    failures: int = 0
    locked_until: datetime | None = None
    succeeded_at: datetime | None = None


def check_may_try(here: LoginFailures, everywhere: LoginFailures, *, now: datetime) -> None:
    """Raise Refused("session.locked") with the whole seconds that are left."""
    check_not_locked(here, now=now)
    if here.succeeded_at is None:
        check_not_locked(everywhere, now=now)


def check_not_locked(failed: LoginFailures, *, now: datetime) -> None:
    """As `check_may_try`, of one count alone."""
    if failed.locked_until is not None and now < failed.locked_until:
        seconds = int((failed.locked_until - now).total_seconds()) + 1
        raise Refused("session.locked", {"seconds": seconds})


def after_failure(
    failed: LoginFailures, *, now: datetime, allowed: int, lock_seconds: float
) -> LoginFailures:
    """A full count locks and starts over."""
    if failed.failures + 1 < allowed:
        return LoginFailures(failures=failed.failures + 1, succeeded_at=failed.succeeded_at)
    locked_until = now + timedelta(seconds=lock_seconds)
    return LoginFailures(locked_until=locked_until, succeeded_at=failed.succeeded_at)


def after_success(*, now: datetime) -> LoginFailures:
    """What failed before is forgiven, at this address."""
    return LoginFailures(succeeded_at=now)
