"""A cursor brings back the place it was written for, and nothing else is one."""

import base64
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.cursors import cut, read_cursor, write_cursor
from contracts.errors import Refused

MOMENT = datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
PLACES = [
    ((date(2026, 5, 6), "A26470ZC21100001"), (date.fromisoformat, str)),
    ((MOMENT, UUID(int=7)), (datetime.fromisoformat, UUID)),
    ((MOMENT.replace(microsecond=0), UUID(int=7)), (datetime.fromisoformat, UUID)),
    ((1_000_000,), (int,)),
    (("证书/+?",), (str,)),
]


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(("place", "readers"), PLACES)
def test_a_place_comes_back_as_it_was_written(place, readers):
    assert read_cursor(write_cursor(*place), *readers) == place


def test_a_cursor_can_stand_in_an_address():
    assert set(write_cursor("证书/+?&=", "~~~???")) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "bm90aGluZw",
        encoded({}),
        encoded({"2026-05-06": 1, "A": 2}),
        encoded(None),
        encoded([]),
        encoded(["2026-05-06"]),
        encoded(["2026-05-06", "A", "B"]),
        encoded(["2026-13-06", "A"]),
        encoded(["20260506", "A"]),
        encoded([1, 2]),
        encoded(["2026-05-06", 2]),
        encoded(["2026-05-06", "\ud800"]),
        base64.urlsafe_b64encode(b"[" * 20_000).decode(),
        write_cursor(date(2026, 5, 6), "A") + "=",
        write_cursor(date(2026, 5, 6), "A") + "!",
        " " + write_cursor(date(2026, 5, 6), "A"),
    ],
)
def test_what_no_page_gave_is_refused(cursor):
    with pytest.raises(Refused) as refusal:
        read_cursor(cursor, date.fromisoformat, str)
    assert refusal.value.code == "request.invalid"
    assert "cursor" in refusal.value.details["reason"]


@pytest.mark.parametrize(
    ("rows", "page", "cursor"),
    [
        ([], [], None),
        ([9, 8], [9, 8], None),
        ([9, 8, 7], [9, 8, 7], None),
        ([9, 8, 7, 6], [9, 8, 7], write_cursor(7)),
    ],
)
def test_a_page_has_a_cursor_when_the_list_goes_on(rows, page, cursor):
    assert cut(rows, 3, lambda row: (row,)) == (page, cursor)
