"""The quota of copies, by days of China."""

from datetime import UTC, datetime

import pytest

from contracts.errors import Refused
from services.print_svc.domain.copies import check_left, morning

LATE_IN_CHINA = datetime(2026, 3, 10, 15, 59, 30, tzinfo=UTC)


def test_a_day_begins_at_midnight_in_china():
    assert morning(LATE_IN_CHINA) == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert morning(LATE_IN_CHINA.replace(hour=16)) == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_who_has_made_as_many_as_allowed_is_told_how_long_to_wait():
    check_left(1, allowed=2, now=LATE_IN_CHINA)

    with pytest.raises(Refused) as refusal:
        check_left(2, allowed=2, now=LATE_IN_CHINA)
    assert refusal.value.details == {"limit": 2, "seconds": 31}
