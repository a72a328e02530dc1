"""The specimen card of `make run` has somebody beside it, who answers and enters codes."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy.local.card_person import AtCard, somebody_at_card
from tests.integration.workstation.test_card_desk import (
    CODE,
    ENROLMENT,
    GRANT,
    LOGIN,
    REQUEST_ID,
)
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation.asked import Asked
from workstation.card_issuer import days_from
from workstation.signing import Shown

pytestmark = pytest.mark.integration


@dataclass
class Gateway:
    """Shows one login and one statement that waits; keeps what was answered, by path."""

    address: str = ""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def shown(self, path: str) -> dict[str, Any]:
        said = {"client_address": "192.0.2.1", "expires_at": "2126-01-01T00:00:00Z"}
        if "card-logins" in path:
            return said | {"statement": LOGIN}
        waiting = said | {"request_id": REQUEST_ID, "asked_by": "样本法人", "statement": GRANT}
        return {"requests": [waiting]}

    def answer(self, path: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while path not in self.answers:
            assert time.monotonic() < deadline, "nobody answered"
            time.sleep(0.02)
        return self.answers[path]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, gateway.shown(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.answers[self.path.removeprefix("/api/v1/")] = json.loads(body)
            self._say(204, None)

        def _say(self, status: int, content: Any) -> None:
            body = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        gateway.address = f"http://127.0.0.1:{server.server_port}"
        yield gateway
        server.shutdown()


@pytest.fixture
def card(tmp_path: Path) -> Path:
    file = tmp_path / "specimen.p12"
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).save(file)
    return file


@pytest.fixture
def at_card(gateway: Gateway, card: Path, tmp_path: Path) -> Iterator[AtCard]:
    enrolment = replace(ENROLMENT, gateway=gateway.address)
    with somebody_at_card(enrolment, tmp_path, card) as at_card:
        yield at_card


def shown(at_card: AtCard) -> Shown:
    """What the screen asks, once it asks something."""
    deadline = time.monotonic() + 60
    while (question := at_card.asker.question) is None:
        assert time.monotonic() < deadline, "nothing was asked"
        time.sleep(0.02)
    return question


def test_what_waits_is_shown_and_signed_after_the_pin(
    at_card: AtCard, gateway: Gateway, tmp_path: Path
) -> None:
    Asked(tmp_path).tell()

    statement = shown(at_card).statement
    at_card.asker.answers.put(PIN)

    answered = gateway.answer(f"workstations/card-requests/{REQUEST_ID}/answer")
    assert (statement, answered["outcome"]) == (GRANT, "signed")


def test_what_the_person_refuses_is_not_signed(
    at_card: AtCard, gateway: Gateway, tmp_path: Path
) -> None:
    Asked(tmp_path).tell()
    shown(at_card)

    at_card.asker.answers.put(None)

    answered = gateway.answer(f"workstations/card-requests/{REQUEST_ID}/answer")
    assert answered["outcome"] == "refused"


def test_a_code_logs_its_browser_in_and_the_pin_stays_here(
    at_card: AtCard, gateway: Gateway
) -> None:
    at_card.codes.put(CODE)

    shown(at_card)
    at_card.asker.answers.put(PIN)

    assert gateway.answer(f"card-logins/{CODE}/signature")["signature"]
    assert PIN not in json.dumps(gateway.answers)
