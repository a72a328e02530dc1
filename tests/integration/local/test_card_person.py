"""The specimen card of `make run` has somebody beside it, who answers and enters codes."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy.local.card_person import PIN_VARIABLE, SpecimenAsker, somebody_at_card
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
from workstation.cards import holder_of
from workstation.signing import Shown
from workstation.words import card as sentence

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
        deadline = time.monotonic() + 20
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


def test_with_the_demo_s_setting_what_waits_is_signed_by_itself(
    gateway: Gateway, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PIN_VARIABLE, PIN)
    enrolment = replace(ENROLMENT, gateway=gateway.address)

    with somebody_at_card(enrolment, tmp_path, card, lambda _: None) as said:
        Asked(tmp_path).tell()
        answered = gateway.answer(f"workstations/card-requests/{REQUEST_ID}/answer")

    assert answered["outcome"] == "signed"
    assert "card log-in CODE" in said


def test_a_specimen_person_does_not_try_a_wrong_pin_again() -> None:
    person = SpecimenAsker("wrong-pin", lambda _: None)
    holder = holder_of(AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).certificate_pem)

    assert person.ask_pin(Shown(statement=LOGIN, holder=holder)) == "wrong-pin"
    assert (
        person.ask_pin(Shown(statement=LOGIN, holder=holder, trouble=sentence("refused"))) is None
    )


def test_at_a_terminal_a_code_is_typed_and_the_pin_asked_for(
    gateway: Gateway, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PIN_VARIABLE, raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("ORIGINPRINT_CARD_PIN", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: PIN)
    enrolment = replace(ENROLMENT, gateway=gateway.address)

    with (
        _terminal(monkeypatch) as typing,
        somebody_at_card(enrolment, tmp_path, card, lambda _: None),
    ):
        os.write(typing, f"{CODE}\n".encode())
        answered = gateway.answer(f"card-logins/{CODE}/signature")

    assert answered["signature"]
    assert PIN not in json.dumps(gateway.answers)


@contextmanager
def _terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard input is a terminal; what is written to the other end is typed there."""
    typing, sitting = os.openpty()
    with os.fdopen(sitting, "r") as lines:
        monkeypatch.setattr("sys.stdin", lines)
        yield typing
    os.close(typing)
