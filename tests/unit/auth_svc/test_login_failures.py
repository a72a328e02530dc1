"""How many failures lock a user name, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.login_failures import (
    LoginFailures,
    after_failure,
    after_success,
    check_may_try,
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


def test_a_name_that_got_in_somewhere_is_not_locked_there_by_others():
    locked = LoginFailures(locked_until=NOW + timedelta(seconds=60))

    check_may_try(after_success(now=NOW), locked, now=NOW)
    with pytest.raises(Refused, match="locked"):
        check_may_try(LoginFailures(), locked, now=NOW)


def test_a_name_that_got_in_somewhere_is_still_locked_there_by_guessing():
    known = after_success(now=NOW)
    once = after_failure(known, now=NOW, allowed=2, lock_seconds=60)
    twice = after_failure(once, now=NOW, allowed=2, lock_seconds=60)

    with pytest.raises(Refused, match="locked"):
        check_may_try(twice, LoginFailures(), now=NOW)
    assert twice.succeeded_at == NOW
