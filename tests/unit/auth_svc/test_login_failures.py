"""How many failures lock a user name, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.login_failures import (
    LoginFailures,
    after_failure,
    check_not_locked,
)

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def test_the_last_failure_allowed_locks_and_starts_over():
    first = after_failure(LoginFailures(), now=NOW, allowed=2, lock_seconds=60)
    second = after_failure(first, now=NOW, allowed=2, lock_seconds=60)

    assert first == LoginFailures(failures=1)
    assert second == LoginFailures(locked_until=NOW + timedelta(seconds=60))


def test_a_lock_says_how_long_it_lasts_and_ends_on_time():
    locked = LoginFailures(locked_until=NOW + timedelta(seconds=60))

    with pytest.raises(Refused) as refusal:
        check_not_locked(locked, now=NOW)
    assert refusal.value.details == {"seconds": 61}
    check_not_locked(locked, now=NOW + timedelta(seconds=60))
