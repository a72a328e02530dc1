"""Which ticket may be tried by now."""

from datetime import UTC, datetime

import pytest

from workstation import known_tickets
from workstation.known_tickets import KnownTickets, Ticket

pytestmark = pytest.mark.unit


@pytest.fixture
def tickets() -> KnownTickets:
    tickets = KnownTickets()
    tickets.learn("digest", Ticket("text", datetime(2026, 3, 1, tzinfo=UTC)))
    return tickets


def test_what_is_put_off_is_tried_after_its_time(
    tickets: KnownTickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets.put_off("digest")
    now = tickets.may_be_tried("digest")
    monkeypatch.setattr(known_tickets, "LONG_SECONDS", 0.0)
    tickets.put_off("digest")

    assert (now, tickets.may_be_tried("digest")) == (False, True)


def test_what_fails_once_is_tried_again_at_once_and_what_fails_twice_later(
    tickets: KnownTickets,
) -> None:
    tickets.failed("digest")
    once = tickets.may_be_tried("digest")
    tickets.failed("digest")

    assert (once, tickets.may_be_tried("digest")) == (True, False)


def test_of_what_is_forgotten_nothing_is_left(tickets: KnownTickets) -> None:
    tickets.put_off("digest")
    tickets.forget("digest")

    assert (tickets.digests(), tickets.get("digest")) == (set(), None)
    assert not tickets.may_be_tried("digest")
