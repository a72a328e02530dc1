"""Cursors of lists: the place where a page ended, as text that asks for the page after it."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from contracts.errors import Refused
from contracts.moments import check_moment

RowT = TypeVar("RowT")

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def cut(
    rows: Sequence[RowT], limit: int, place: Callable[[RowT], Sequence[object]]
) -> tuple[Sequence[RowT], str | None]:
    """The page, and its cursor when `rows`, of which one more than `limit` were read, go on."""
    page = rows[:limit]
    return page, write_cursor(*place(page[-1])) if len(rows) > limit else None


def write_cursor(*place: object) -> str:
    """`place` holds the values by which the list is ordered: texts, days, moments, ids, counts."""
    texts = json.dumps([_text(value) for value in place], ensure_ascii=False)
    return base64.urlsafe_b64encode(texts.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *readers: Callable[[str], Any]) -> tuple[Any, ...]:
    """The place, each value by its reader; raise Refused for a cursor that no page gave."""
    try:
        texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = tuple(read(text) for read, text in zip(readers, texts, strict=True))
        if write_cursor(*place) == cursor and not any(map(_NO_TEXT.search, texts)):
            return place
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise Refused("request.invalid", {"reason": "cursor: not from a page of this list"})


def moment(text: str) -> datetime:
    """For `read_cursor`: a moment as databases give it, in UTC; raise ValueError for another."""
    read = datetime.fromisoformat(text)
    if read.utcoffset() != timedelta(0):
        raise ValueError("not in UTC")
    check_moment(read)
    return read


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
