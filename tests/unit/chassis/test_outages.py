"""How long a queue waits for a server that is away, and what it gives back meanwhile."""

from collections.abc import Callable
from contextlib import contextmanager
from time import monotonic
from types import SimpleNamespace

import pytest

from chassis import outages
from chassis.errors import Away
from chassis.outages import LONGEST_HOLD_SECONDS, Outage, longer
from chassis.subscriptions import Subscription
from contracts.customs import DeclarerFiled
from tests.unit.chassis.waiting import arrival

AWAY = Away("the database is away")


@pytest.fixture
def paused(monkeypatch) -> list[float]:
    """What each wait would last at most; none lasts, as the outage is told to stop."""
    seconds: list[float] = []

    @contextmanager
    def timeout(limit: float, *, exception: bool):
        assert not exception
        seconds.append(limit)
        yield

    monkeypatch.setattr(outages, "Timeout", timeout)
    return seconds


@pytest.fixture
def outage() -> Outage:
    outage = Outage("queue")
    outage.stop()
    return outage


def test_pauses_double_from_a_fifth_of_a_second_to_ten_seconds():
    assert (longer(0.0), longer(0.2), longer(6.0), longer(10.0)) == (0.2, 0.4, 10.0, 10.0)


def test_nobody_waits_before_a_server_was_away(outage, paused):
    outage.go_on()
    outage.pause()

    assert not outage.is_on
    assert paused == []


def test_each_try_that_fails_makes_the_next_pause_longer(outage, paused):
    outage.begin(AWAY)
    outage.pause()
    outage.go_on()
    outage.pause()

    assert paused == [0.2, 0.4]


def test_a_second_event_that_finds_the_server_away_begins_nothing_anew(outage, paused):
    outage.begin(AWAY)
    outage.go_on()
    outage.begin(AWAY)
    outage.pause()

    assert paused == [0.4]


def test_the_next_outage_begins_with_a_short_pause(outage, paused):
    outage.begin(AWAY)
    outage.go_on()
    outage.end()
    outage.begin(AWAY)
    outage.pause()

    assert paused == [0.2]


def test_an_outage_that_is_over_makes_nobody_wait(outage, paused):
    outage.begin(AWAY)
    outage.end()
    outage.pause()

    assert not outage.is_on
    assert paused == []


@pytest.mark.timeout(5)
def test_being_told_to_stop_ends_waiting_at_once(monkeypatch):
    monkeypatch.setattr(outages, "SHORTEST_PAUSE_SECONDS", 600.0)
    outage = Outage("queue")
    outage.stop()
    outage.stop()

    outage.rest()

    assert outage.told_to_stop


class Container:
    """nameko's, whose workers all find a server away."""

    config = SimpleNamespace()
    service_name = "toy"
    max_workers = 1

    def spawn_worker(self, *_: object, handle_result: Callable[..., object], **__: object) -> None:
        handle_result(None, None, (Away, AWAY, None))

    def spawn_managed_thread(self, _work: Callable[[], None]) -> None:
        """The test works off the line itself."""


class Channel:
    """Notes what is given back to the broker."""

    def __init__(self) -> None:
        self.given_back: list[object] = []

    def register_provider(self, _provider: object) -> None:
        """nameko's extension wants to know whom it consumes for."""

    def requeue_message(self, message: object) -> None:
        self.given_back.append(message)


@pytest.fixture
def subscription() -> Subscription:
    subscription = Subscription(DeclarerFiled)
    subscription.container, subscription.method_name = Container(), "on_declarer_filed"
    subscription.queue_consumer = Channel()
    subscription.setup()
    return subscription


def test_an_event_that_finds_a_server_away_is_held_and_all_wait(subscription):
    subscription.take(arrival(1))

    assert len(subscription.line) == 1
    assert subscription.outage.is_on
    assert subscription.queue_consumer.given_back == []


def test_a_try_that_finds_the_server_still_away_makes_the_next_pause_longer(subscription, paused):
    subscription.outage.begin(AWAY)
    subscription.outage.stop()

    subscription.try_alone(arrival(1))

    subscription.outage.pause()
    assert paused == [0.4]


def test_events_held_for_ten_minutes_go_back_to_their_queue(subscription):
    old = arrival(1, came=monotonic() - LONGEST_HOLD_SECONDS - 1)
    new = arrival(2)
    subscription.line.append(old)
    subscription.outage.begin(AWAY)

    subscription.try_alone(new)

    assert subscription.queue_consumer.given_back == [old.message]
    assert len(subscription.line) == 1
