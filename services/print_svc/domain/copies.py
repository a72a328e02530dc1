"""How many copies to look at an enterprise may make a day; each is rows in the ledger for ever."""

from datetime import datetime, time, timedelta

from contracts.china_time import CHINA_TIME
from contracts.errors import Refused


def morning(now: datetime) -> datetime:
    """When today began in China."""
    return datetime.combine(now.astimezone(CHINA_TIME).date(), time(), CHINA_TIME)


def check_left(made_today: int, *, allowed: int, now: datetime) -> None:
    """Raise Refused("print.copies_used_up") with the whole seconds until tomorrow in China."""
    if made_today >= allowed:
        tomorrow = morning(now) + timedelta(days=1)
        seconds = int((tomorrow - now).total_seconds()) + 1
        raise Refused("print.copies_used_up", {"limit": allowed, "seconds": seconds})
