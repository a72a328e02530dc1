"""Evidence goes over the socket, and by a call where the socket cannot take it for what it is."""

import json
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

import httpx
import pytest

from contracts.printing import Evidence
from contracts.proofs import LONGEST_AGE_SECONDS, Proof
from tests.unit.workstation.test_tickets import AT
from workstation.link import Link
from workstation.tickets import TicketClient, TicketRefused

pytestmark = pytest.mark.unit

PRINTED = Evidence(job_state="completed")
OFF_SECONDS = 2.0 * LONGEST_AGE_SECONDS


class Gateway:
    """Takes proofs of its own time alone, over a socket and by calls; all that it was told."""

    def __init__(self) -> None:
        self.link: Link
        self.over_socket: list[str] = []
        self.by_call: list[str] = []
        self.refusal: str | None = None

    def send(self, text: str) -> None:
        """As a socket; its answer is there at once."""
        said = json.loads(text)
        code = self.refusal or self._judged(said["proof"])
        self.over_socket.append(code)
        kind = "not_recorded" if code else "recorded"
        self.link.answered({"kind": kind, "number": said["number"], "code": code, "status": 401})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        code = self._judged(request.headers["X-Workstation-Proof"])
        self.by_call.append(code)
        headers = {"Date": formatdate(time.time(), usegmt=True)}
        return httpx.Response(401 if code else 204, headers=headers, json={"code": code})

    def _judged(self, proof: str) -> str:
        off = abs(Proof.of_header(proof).created - time.time())
        return "workstation.proof_stale" if off > LONGEST_AGE_SECONDS else ""


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def connect(gateway: Gateway) -> Iterator[Callable[[float], Link]]:
    """A link whose clock was off by so many seconds when it was learned, and is right by now."""
    with TicketClient(AT, transport=httpx.MockTransport(gateway)) as tickets:

        def link(learned_ahead: float) -> Link:
            tickets._clock_ahead = learned_ahead
            gateway.link = Link(tickets)
            socket: Any = gateway
            gateway.link.attach(socket)
            return gateway.link

        yield link


def test_evidence_goes_over_the_socket_alone(gateway: Gateway, connect: Any) -> None:
    connect(0.0).send("ticket", PRINTED)

    assert (gateway.over_socket, gateway.by_call) == ([""], [])


@pytest.mark.parametrize("learned_ahead", [OFF_SECONDS, -OFF_SECONDS])
def test_a_clock_that_was_set_while_connected_is_learned_by_one_call(
    gateway: Gateway, connect: Any, learned_ahead: float
) -> None:
    link = connect(learned_ahead)
    link.send("ticket", PRINTED)
    link.send("ticket", PRINTED)

    assert gateway.over_socket == ["workstation.proof_stale", ""]
    assert gateway.by_call[-1] == ""


def test_another_refusal_is_told_as_such(gateway: Gateway, connect: Any) -> None:
    gateway.refusal = "print.ticket_void"

    with pytest.raises(TicketRefused):
        connect(0.0).send("ticket", PRINTED)

    assert gateway.by_call == []
