"""A scan from here is inspected as the person whose card is here, and the session is ended."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.card_statements import CardPurpose, statement
from tests.integration.workstation.test_card_desk import Person
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation.card_issuer import days_from
from workstation.card_sessions import card_session
from workstation.scanning import Scan
from workstation.soft_cards import CountingCard
from workstation.tickets import TicketRefused

pytestmark = pytest.mark.integration

SCAN = Scan(b"\xff\xd8" + bytes(200_000), "image/jpeg")
LOGIN = statement(CardPurpose.LOG_IN, (), b"nonce")
REPORT = {"report": {"verdict": "ok", "kind": "seal", "findings": []}}


class Gateway:
    """Notes what it was asked, and answers by path."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.asked: list[httpx.Request] = []
        self.answers = {
            "card-challenges": httpx.Response(
                201,
                json={
                    "challenge_id": "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4",
                    "statement": LOGIN,
                    "expires_at": "2126-01-01T00:00:00Z",
                },
            ),
            "card-sessions": httpx.Response(201, json={"token": "tk"}),
            "seals/inspections": httpx.Response(200, json=REPORT),
            "sessions/current": httpx.Response(204),
        } | answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        return self.answers[request.url.path.removeprefix("/api/v1/")]


@pytest.fixture
def card(tmp_path: Path) -> CountingCard:
    file = tmp_path / "legal.p12"
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).save(file)
    return CountingCard(file)


def inspect(gateway: Gateway, card: CountingCard, pin: str | None) -> tuple[Any, list[float]]:
    seen: list[float] = []
    transport = httpx.MockTransport(gateway)
    with card_session("http://gateway.test", card, Person(pin), transport=transport) as session:
        verdict = session and session.inspect(SCAN, "seal", lambda part: seen.append(part or 0))
    return verdict, seen


def test_the_scan_is_sent_in_the_person_s_session_with_progress(card: CountingCard) -> None:
    gateway = Gateway()

    verdict, seen = inspect(gateway, card, PIN)

    upload = gateway.asked[2]
    assert verdict == REPORT
    assert upload.headers["Authorization"] == "Bearer tk"
    assert SCAN.content in upload.content
    assert seen[-1] == 1.0
    assert PIN not in json.dumps([request.content.decode("latin-1") for request in gateway.asked])


def test_the_session_is_ended_though_the_inspection_was_refused(card: CountingCard) -> None:
    gateway = Gateway(
        **{"seals/inspections": httpx.Response(422, json={"code": "scan.unreadable"})}
    )

    with pytest.raises(TicketRefused, match=r"scan\.unreadable"):
        inspect(gateway, card, PIN)

    assert gateway.asked[-1].method == "DELETE"


def test_without_a_pin_there_is_no_session(card: CountingCard) -> None:
    gateway = Gateway()

    assert inspect(gateway, card, None)[0] is None

    assert len(gateway.asked) == 1
