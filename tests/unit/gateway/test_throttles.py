"""Bounds on strangers and crowds."""

import asyncio

import pytest

from contracts.errors import Refused
from contracts.verification import Verification, VerifyCode
from gateway import throttles
from gateway.examples import EXAMPLES
from gateway.specimens import ORIGINAL_SERIAL
from gateway.throttles import Crowd, Slots, Throttle


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def throttle(clock):
    return Throttle(per_second=2, burst=3, clock=clock)


def takes(throttle, caller, times):
    for _ in range(times):
        throttle.take(caller)


def test_a_burst_is_let_through_and_no_more(throttle):
    takes(throttle, "10.0.0.1", 3)

    with pytest.raises(Refused, match="Too many requests"):
        throttle.take("10.0.0.1")


def test_time_fills_the_bucket_again(throttle, clock):
    takes(throttle, "10.0.0.1", 3)
    clock.now = 1.0

    takes(throttle, "10.0.0.1", 2)

    with pytest.raises(Refused):
        throttle.take("10.0.0.1")


def test_a_full_bucket_gets_no_fuller(throttle, clock):
    clock.now = 1000.0
    takes(throttle, "10.0.0.1", 3)

    with pytest.raises(Refused):
        throttle.take("10.0.0.1")


def test_callers_do_not_pay_for_one_another(throttle):
    takes(throttle, "10.0.0.1", 3)

    throttle.take("10.0.0.2")


def test_callers_long_silent_are_forgotten(throttle, monkeypatch):
    monkeypatch.setattr(throttles, "MOST_CALLERS", 2)
    takes(throttle, "first", 3)
    takes(throttle, "second", 1)
    takes(throttle, "third", 1)

    assert list(throttle._buckets) == ["second", "third"]


def test_the_public_check_is_throttled_by_address(anonymous, rpc, parts):
    rpc.answer(VerifyCode, Verification.from_wire(EXAMPLES["Verification"]))
    parts.public_calls._burst = 1
    parts.public_calls._clock = lambda: 0.0

    assert anonymous.get(f"/api/v1/verify/{ORIGINAL_SERIAL}").status_code == 200
    refused = anonymous.get(f"/api/v1/verify/{ORIGINAL_SERIAL}")
    assert (refused.status_code, refused.json()["code"]) == (429, "service.too_many_requests")


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
