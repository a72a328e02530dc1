"""Bounds on strangers and crowds."""

import asyncio

import pytest

from contracts.errors import Refused
from gateway.throttles import Crowd, Slots


def test_who_finds_no_free_slot_in_time_is_asked_to_come_again():
    async def two_uploads():
        slots = Slots(1, of_a_sender=1, wait_seconds=0.01)
        async with slots.one("one"), slots.one("another"):
            pass

    with pytest.raises(Refused, match="unavailable"):
        asyncio.run(two_uploads())


def test_a_slot_is_free_again_after_a_failure():
    async def after_a_failure():
        slots = Slots(1, of_a_sender=1, wait_seconds=0.01)
        with pytest.raises(ZeroDivisionError):
            async with slots.one("one"):
                raise ZeroDivisionError
        async with slots.one("one"):
            return True

    assert asyncio.run(after_a_failure())


def test_a_sender_cannot_have_the_slots_of_all_others():
    async def with_one_that_waits():
        slots = Slots(2, of_a_sender=1, wait_seconds=0.01)
        async with slots.one("crowd"):
            with pytest.raises(Refused, match="unavailable"):
                async with slots.one("crowd"):
                    pass
            async with slots.one("other"):
                return list(slots._senders)

    assert asyncio.run(with_one_that_waits()) == ["crowd", "other"]


def test_a_sender_with_enough_under_way_is_asked_to_come_again():
    crowd = Crowd(1)
    with (
        crowd.one("crowd"),
        crowd.one("other"),
        pytest.raises(Refused, match="Too many requests"),
        crowd.one("crowd"),
    ):
        pass

    with crowd.one("crowd"):
        assert list(crowd._busy) == ["crowd"]
