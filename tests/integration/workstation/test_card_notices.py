"""The connected program hears that statements wait for the card, and tells who sits here."""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from contracts.workstation_program import WorkstationPrinter, WorkstationState
from gateway.examples import EXAMPLES
from tests.integration.workstation.test_card_desk import ENROLMENT
from workstation import running, surviving
from workstation.asked import Asked, card_notices
from workstation.running import ConnectionRefused, Program, run

pytestmark = pytest.mark.integration

LASER = WorkstationPrinter(uri="ipp://laser.example/ipp/print")
REFUSED = {"kind": "refused", "code": "workstation.revoked", "message_zh": "", "message_en": ""}


def gateway(socket: ServerConnection) -> None:
    """Welcomes, tells of a statement and of a job, and ends it."""
    socket.send(json.dumps({"kind": "challenge", "challenge": "specimen"}))
    socket.recv()
    socket.send(json.dumps({"kind": "welcome", **EXAMPLES["WorkstationConnected"]}))
    for kind in ("card_requests_waiting", "jobs_waiting"):
        socket.send(json.dumps({"kind": kind}))
    socket.send(json.dumps(REFUSED))


@pytest.fixture
def address() -> Iterator[str]:
    with serve(gateway, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()


def test_a_notice_is_passed_on_once_connected_and_each_time_it_comes(address: str) -> None:
    heard: list[str] = []

    with suppress(ConnectionRefused):
        run(
            Program(
                enrolment=replace(ENROLMENT, gateway=address),
                state=lambda: WorkstationState(program_version="1.0.0"),
                on_jobs=lambda: heard.append("jobs"),
                on_card_requests=lambda: heard.append("card"),
            )
        )

    assert heard == ["card", "jobs", "card", "jobs"]


def test_what_changes_of_a_workstation_is_told_while_it_is_connected() -> None:
    told: list[Any] = []
    printers = itertools.chain([(), (), (LASER,)], itertools.repeat((LASER,)))

    with _listening(told) as address, suppress(ConnectionRefused):
        run(
            Program(
                enrolment=replace(ENROLMENT, gateway=address),
                state=lambda: WorkstationState(program_version="1.0.0", printers=next(printers)),
                look_seconds=0.05,
            )
        )

    assert [(one.get("kind"), json.loads(one["state"])["printers"]) for one in told] == [
        (None, []),
        ("state", [LASER.model_dump(mode="json")]),
    ]


def test_a_look_that_fails_in_an_unexpected_way_is_not_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(surviving, "PAUSE_SECONDS", 0.01)
    told: list[Any] = []
    looks = itertools.chain([[], None], itertools.repeat([LASER]))

    with _listening(told) as address, suppress(ConnectionRefused):
        run(
            Program(
                enrolment=replace(ENROLMENT, gateway=address),
                state=lambda: WorkstationState(
                    program_version="1.0.0", printers=tuple(next(looks))
                ),
                look_seconds=0.05,
            )
        )

    assert [len(json.loads(one["state"])["printers"]) for one in told] == [0, 1]


def test_a_clock_that_is_set_while_it_is_connected_is_learned_by_a_new_connection(
    address_of_two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = itertools.chain([0.0], itertools.repeat(600.0))
    monkeypatch.setattr(running, "clock", lambda: next(at))
    address, connections = address_of_two

    with suppress(ConnectionRefused):
        run(
            Program(
                enrolment=replace(ENROLMENT, gateway=address),
                state=lambda: WorkstationState(program_version="1.0.0"),
                look_seconds=0.05,
            )
        )

    assert len(connections) == 2


@pytest.fixture
def address_of_two() -> Iterator[tuple[str, list[ServerConnection]]]:
    """A gateway that keeps its first connection open, and ends it with the second."""
    connections: list[ServerConnection] = []

    def keep(socket: ServerConnection) -> None:
        connections.append(socket)
        socket.send(json.dumps({"kind": "challenge", "challenge": "specimen"}))
        socket.recv()
        socket.send(json.dumps({"kind": "welcome", **EXAMPLES["WorkstationConnected"]}))
        with suppress(ConnectionClosed, TimeoutError):
            socket.recv(timeout=10 if len(connections) == 1 else 0)
        with suppress(ConnectionClosed):
            socket.send(json.dumps(REFUSED))

    with serve(keep, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}", connections
        server.shutdown()


@contextmanager
def _listening(told: list[Any]) -> Iterator[str]:
    """A gateway that hears a hello and one thing more, waits for another, and ends it."""

    def hear(socket: ServerConnection) -> None:
        socket.send(json.dumps({"kind": "challenge", "challenge": "specimen"}))
        told.append(json.loads(socket.recv()))
        socket.send(json.dumps({"kind": "welcome", **EXAMPLES["WorkstationConnected"]}))
        told.append(json.loads(socket.recv(timeout=60)))
        with suppress(TimeoutError):
            told.append(json.loads(socket.recv(timeout=0.5)))
        socket.send(json.dumps(REFUSED))

    with serve(hear, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()


def test_without_a_terminal_the_window_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    window = Asked(tmp_path)

    card_notices(tmp_path, ENROLMENT)()

    assert window.is_new()
