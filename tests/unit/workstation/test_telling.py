"""Evidence is told until the gateway has it, whatever it says meanwhile."""

import queue
import sqlite3

import pytest

from contracts.printing import Evidence
from workstation import surviving
from workstation.telling import Teller
from workstation.tickets import GatewayBusy, GatewayUnreachable, TicketRefused

PRINTED = Evidence(job_state="completed")
FOR_THE_MOMENT = (
    GatewayUnreachable("nobody answers"),
    GatewayBusy("come again", 5.0),
    TicketRefused(429, "service.too_many_requests", "too many"),
    TicketRefused(401, "workstation.proof_stale", "it lay in a queue for too long"),
    TicketRefused(403, "workstation.proof_replayed", "it was delivered twice"),
    RuntimeError("nobody expected this"),
)
FOR_GOOD = (
    TicketRefused(410, "print.ticket_void", "void"),
    TicketRefused(403, "workstation.revoked", "revoked"),
)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surviving, "PAUSE_SECONDS", 0.001)


@pytest.fixture
def told_after():
    """Evidence is told to a gateway that gives these answers first; how often it was asked."""

    def tell(*answers: Exception) -> int:
        left, asked = list(answers), []
        ended: queue.Queue[str] = queue.Queue()

        def send(ticket: str, _: Evidence) -> None:
            asked.append(ticket)
            if left:
                raise left.pop(0)

        teller = Teller(send, lambda ticket, _: ended.put(ticket), pauses=(0.001, 0.002))
        teller.tell("ticket", PRINTED)
        assert ended.get(timeout=30) == "ticket"
        return len(asked)

    return tell


@pytest.mark.parametrize("answer", FOR_THE_MOMENT, ids=str)
def test_it_is_told_again_after_what_is_said_for_the_moment(told_after, answer) -> None:
    assert told_after(answer, answer, answer) == 4


@pytest.mark.parametrize("answer", FOR_GOOD, ids=str)
def test_it_is_told_no_more_after_what_is_said_for_good(told_after, answer) -> None:
    assert told_after(answer) == 1


def test_what_could_not_be_put_down_as_told_is_told_again() -> None:
    asked: list[str] = []
    ended: queue.Queue[str] = queue.Queue()

    def told(ticket: str, _: Evidence) -> None:
        if len(asked) == 1:
            raise sqlite3.OperationalError("database or disk is full")
        ended.put(ticket)

    teller = Teller(lambda ticket, _: asked.append(ticket), told)
    teller.tell("ticket", PRINTED)

    assert ended.get(timeout=30) == "ticket"
    assert asked == ["ticket", "ticket"]
