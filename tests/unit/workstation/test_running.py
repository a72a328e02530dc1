"""How the program comes back to a gateway that it lost."""

import pytest

from workstation.running import _pause

pytestmark = pytest.mark.unit

WEEKEND = 5_000
"""Attempts in a row that found no gateway."""


@pytest.mark.parametrize(
    ("failures", "least", "most"), [(1, 1, 2), (3, 4, 8), (6, 30, 60), (WEEKEND, 30, 60)]
)
def test_pauses_double_up_to_a_minute_and_half_of_each_is_chance(
    failures: int, least: float, most: float
) -> None:
    pauses = [_pause(failures) for _ in range(200)]

    assert least <= min(pauses) < max(pauses) <= most
    assert max(pauses) - min(pauses) > least / 2
