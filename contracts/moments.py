"""Which moments and days make sense: those that every zone and every database can hold."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def check_moment(moment: date) -> None:
    """Raise ValueError for one before 1900 or after 2200, which an offset may carry out of range.

    A `datetime` is a `date` as well.
    """
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")


def moments_in(value: Any) -> Iterator[date | datetime]:
    """Every day and moment in a value, however deep."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, BaseModel):
        for _, field in value:
            yield from moments_in(field)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from moments_in(each)
