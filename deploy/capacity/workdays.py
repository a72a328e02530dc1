"""Workdays of a year in China, 2026 for all: holidays, and the weekend days worked instead of them.

Source: the State Council's general office on holidays of 2026, 4 November 2025.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

YEAR: Final = 2026
DAYS: Final = 365
_SATURDAY: Final = 5
_HOLIDAYS: Final = (
    (date(YEAR, 1, 1), 3),
    (date(YEAR, 2, 15), 9),
    (date(YEAR, 4, 4), 3),
    (date(YEAR, 5, 1), 5),
    (date(YEAR, 6, 19), 3),
    (date(YEAR, 9, 25), 3),
    (date(YEAR, 10, 1), 7),
)
"""First day and number of days."""
_OFF: Final = frozenset(
    first + timedelta(days=day) for first, count in _HOLIDAYS for day in range(count)
)
_WORKED_INSTEAD: Final = frozenset(
    date(YEAR, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
)


def is_workday(day: date) -> bool:
    """Of YEAR; of other years weekends alone are known."""
    return day in _WORKED_INSTEAD or (day.weekday() < _SATURDAY and day not in _OFF)


def days() -> Iterator[date]:
    """All days of YEAR in order."""
    return (date(YEAR, 1, 1) + timedelta(days=day) for day in range(DAYS))


def days_off_before(day: date) -> int:
    """How many days without work end with the eve of this one."""
    count = 0
    while not is_workday(day - timedelta(days=count + 1)):
        count += 1
    return count
