"""How many certificates come when: a pure function of the moment, in China's time.

Three kinds of hours share the year's certificates: office hours of workdays, the other hours of
workdays, days off. Within a kind, the first workday after days off has more than others, and hours
differ by a profile.
"""

import math
import random
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Final, Literal

from deploy.capacity.assumptions import COUNTRY
from deploy.capacity.workdays import days, days_off_before, is_workday

Kind = Literal["office", "evening", "off"]

SHARES: Final[dict[Kind, float]] = {
    "office": COUNTRY.office_share,
    "evening": COUNTRY.evening_share,
    "off": 1 - COUNTRY.office_share - COUNTRY.evening_share,
}
OFFICE_HOURS: Final = {9: 1.1, 10: 1.4, 11: 1.1, 13: 0.7, 14: 1.1, 15: 1.1, 16: 0.9, 17: 0.6}
"""The eight hours, and what each has in relation to their mean."""
_NIGHT: Final = {0: 0.3, 1: 0.3, 2: 0.3, 3: 0.3, 4: 0.3, 5: 0.3, 6: 0.3}
_SECONDS: Final = 3600


def per_second(moment: datetime) -> float:
    """Certificates a second in the hour of this moment (China's time, year of `workdays`)."""
    return certificates_in(moment.date(), moment.hour) / _SECONDS


def certificates_in(day: date, hour: int) -> float:
    """Expected certificates of one hour."""
    kind = _kind(day, hour)
    return COUNTRY.certificates_a_year * SHARES[kind] * _weight(day, hour) / _whole(kind)


def of_day(day: date) -> float:
    """Expected certificates of one day."""
    return math.fsum(certificates_in(day, hour) for hour in range(24))


@cache
def peak() -> datetime:
    """The hour of the year with the most certificates."""
    hours = (datetime(day.year, day.month, day.day, hour) for day, hour in _hours())  # noqa: DTZ001 - China's time throughout
    return max(hours, key=per_second)


@cache
def monday_peak() -> datetime:
    """The hour with the most of a Monday that follows nothing but a weekend."""
    mondays = [day for day in days() if day.weekday() == 0 and is_workday(day)]
    usual = min(mondays, key=of_day)
    hour = max(range(24), key=lambda each: certificates_in(usual, each))
    return datetime(usual.year, usual.month, usual.day, hour)  # noqa: DTZ001 - likewise


def arrivals(
    rate: float, seconds: float, chance: random.Random, *, batch: float = 1.0
) -> Iterator[float]:
    """Moments within so many seconds, in order: `rate` a second, in batches of this mean size.

    Batches come independently of one another; their sizes are geometric.
    """
    moment = chance.expovariate(rate / batch)
    while moment < seconds:
        for _ in range(_geometric(batch, chance)):
            yield moment
        moment += chance.expovariate(rate / batch)


def _geometric(mean: float, chance: random.Random) -> int:
    """At least one."""
    if mean <= 1:
        return 1
    return 1 + int(math.log(1 - chance.random()) / math.log(1 - 1 / mean))


def _hours() -> Iterator[tuple[date, int]]:
    return ((day, hour) for day in days() for hour in range(24))


def _kind(day: date, hour: int) -> Kind:
    if not is_workday(day):
        return "off"
    return "office" if hour in OFFICE_HOURS else "evening"


def _weight(day: date, hour: int) -> float:
    hours = OFFICE_HOURS.get(hour, _NIGHT.get(hour, 1.0))
    return hours * _of_backlog(day) if is_workday(day) else hours


def _of_backlog(day: date) -> float:
    more = 1 + COUNTRY.more_for_each_day_off * days_off_before(day)
    return min(more, COUNTRY.most_after_days_off)


@cache
def _whole(kind: Kind) -> float:
    return math.fsum(_weight(*hour) for hour in _hours() if _kind(*hour) == kind)
