"""Moments as people in China read them."""

from datetime import datetime, timedelta, timezone
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8))
"""China has one time zone and no summer time."""


def shown(moment: datetime) -> str:
    """To the minute, Beijing time."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
