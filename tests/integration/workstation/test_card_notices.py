"""The connected program hears that statements wait for the card, and tells who sits here."""

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.server import ServerConnection, serve

from contracts.workstations import WorkstationState
from gateway.examples import EXAMPLES
from tests.integration.workstation.test_card_desk import ENROLMENT
from workstation.asked import Asked, card_notices
from workstation.running import ConnectionRefused, Program, run

pytestmark = pytest.mark.integration

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


def test_without_a_terminal_the_window_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    window = Asked(tmp_path)

    card_notices(tmp_path, ENROLMENT)()

    assert window.is_new()
