"""When a session ends."""

from datetime import UTC, datetime, timedelta

import pytest

from services.auth_svc.domain.sessions import expiry

NOW = datetime(2026, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("card_valid_to", "end"),
    [(None, NOW + 8 * HOUR), (NOW + 9 * HOUR, NOW + 8 * HOUR), (NOW + HOUR, NOW + HOUR)],
    ids=["without a card", "before its card", "with its card"],
)
def test_a_session_ends_after_its_hours_or_with_its_card(card_valid_to, end):
    assert expiry(now=NOW, hours=8, card_valid_to=card_valid_to) == end
