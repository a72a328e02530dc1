"""Moments as people in China read them."""

from datetime import datetime

from contracts.china_time import CHINA_TIME


def shown(moment: datetime) -> str:
    """To the minute, Beijing time."""
    return moment.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M")
