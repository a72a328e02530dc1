"""The desk's card answers what the gateway asks, at a terminal; the gateway is played by httpx."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.card_statements import CardPurpose, log_in_facts, statement
from contracts.sentences import Sentence
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.card_desk import CardDesk
from workstation.card_issuer import days_from
from workstation.cards import CardPulledOut, NotToBeSigned
from workstation.enrolment import Enrolment, WorkstationKeys
from workstation.signing import Shown
from workstation.soft_cards import CountingCard

pytestmark = pytest.mark.integration

CODE = "BCDF-GHJK"
REQUEST_ID = "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4"
LOGIN = statement(CardPurpose.LOG_IN, log_in_facts("192.0.2.1", CODE), b"nonce")
GRANT = statement(CardPurpose.GRANT_AGENT, [("agent", "x")], b"nonce")
ENROLMENT = Enrolment(
    gateway="http://gateway.test",
    workstation_id=UUID(int=7),
    enterprise_code=HOLDER.credit_code,
    name="front",
    keys=WorkstationKeys.generate(),
)


class Person:
    """Enters one PIN, or none."""

    def __init__(self, pin: str | None) -> None:
        self.pin = pin
        self.read: list[Shown] = []
        self.told: list[str] = []

    def ask_pin(self, shown: Shown) -> str | None:
        self.read.append(shown)
        return self.pin

    def tell(self, sentence: Sentence) -> None:
        self.told.append(sentence.zh)


class Gateway:
    """What it was asked: method, path and body."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.asked: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/")
        body = json.loads(request.content) if request.content else None
        self.asked.append((request.method, path, body))
        if request.method != "GET":
            return httpx.Response(204)
        said = {"statement": self.shown, "client_address": "192.0.2.1"}
        said["expires_at"] = "2126-01-01T00:00:00Z"
        if path.startswith("card-logins"):
            return httpx.Response(200, json=said)
        waiting = said | {"request_id": REQUEST_ID, "asked_by": "样本法人"}
        return httpx.Response(200, json={"requests": [waiting]})


@pytest.fixture
def card(tmp_path: Path) -> CountingCard:
    file = tmp_path / "legal.p12"
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).save(file)
    return CountingCard(file)


@pytest.fixture
def log_in(card: CountingCard) -> Callable[[Gateway, Person], bool]:
    def log_in(gateway: Gateway, person: Person) -> bool:
        transport = httpx.MockTransport(gateway)
        with CardLoginClient("http://gateway.test", transport=transport) as client:
            return CardDesk(lambda: card, person).log_in(client, CODE.lower())

    return log_in


def answered(gateway: Gateway, person: Person, card: Any) -> Any:
    """The body of the one answer to what waited."""
    transport = httpx.MockTransport(gateway)
    with CardRequestClient(ENROLMENT, transport=transport) as client:
        assert CardDesk(card, person).answer_waiting(client) == 1
    method, path, body = gateway.asked[-1]
    assert (method, path) == ("POST", f"workstations/card-requests/{REQUEST_ID}/answer")
    return body


def test_a_code_that_is_entered_here_logs_its_browser_in(log_in: Any) -> None:
    gateway, person = Gateway(LOGIN), Person(PIN)

    assert log_in(gateway, person)

    method, path, body = gateway.asked[-1]
    assert (method, path) == ("POST", f"card-logins/{CODE.lower()}/signature")
    assert body["signature"]
    assert PIN not in json.dumps(gateway.asked)
    assert "192.0.2.1" in person.read[0].statement


def test_who_refuses_a_login_ends_it(log_in: Any) -> None:
    gateway, person = Gateway(LOGIN), Person(None)

    assert not log_in(gateway, person)

    assert gateway.asked[-1][:2] == ("DELETE", f"card-logins/{CODE.lower()}")


@pytest.mark.parametrize("shown", [GRANT, LOGIN.replace(CODE, "BCDF-GHJL"), "a contract"])
def test_a_gateway_that_shows_something_else_gets_no_signature(log_in: Any, shown: str) -> None:
    gateway, person = Gateway(shown), Person(PIN)

    with pytest.raises(NotToBeSigned):
        log_in(gateway, person)

    assert person.read == []
    assert len(gateway.asked) == 1


def test_what_a_session_asks_for_is_shown_with_who_asks_and_signed(card: CountingCard) -> None:
    person = Person(PIN)

    body = answered(Gateway(GRANT), person, lambda: card)

    assert body["outcome"] == "signed"
    assert body["signature"]
    assert person.read[0].asked_by == "样本法人 (192.0.2.1)"


def test_who_enters_no_pin_has_refused(card: CountingCard) -> None:
    assert answered(Gateway(GRANT), Person(None), lambda: card)["outcome"] == "refused"


def test_a_login_is_not_signed_without_its_code(card: CountingCard) -> None:
    person = Person(PIN)

    body = answered(Gateway(LOGIN), person, lambda: card)

    assert (body["outcome"], body["signature"]) == ("failed", None)
    assert person.read == []


def test_a_card_that_is_pulled_out_is_told_to_who_asked_and_to_who_sits_here() -> None:
    def gone() -> Any:
        raise CardPulledOut

    person = Person(PIN)

    body = answered(Gateway(GRANT), person, gone)

    assert (body["outcome"], body["trouble"]) == ("failed", "card_pulled_out")
    assert "被拔出" in person.told[0]
