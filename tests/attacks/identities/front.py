"""People with cards and passwords at the public HTTP surface."""

import asyncio
import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from chassis.testing import Bench
from contracts.base import Request
from contracts.envelope import wrap
from gateway.live import live_event
from gateway.parts import Parts
from tests.integration.auth_svc.company import PIN, START, Clock, Company, with_lists
from workstation.card_issuer import CardRole, SpecimenAuthority
from workstation.cards import PROGRAM_VERSION, SoftCard

PASSWORD = "a horse, a staple, a battery"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


class Rpc:
    """The services of this process."""

    def __init__(self, benches: dict[str, Bench]) -> None:
        self._benches = benches

    async def call(self, request: Request) -> Any:
        return self._benches[request.SERVICE].ask(request)


@dataclass(frozen=True)
class Front:
    """The gateway, and what happens behind it."""

    app: FastAPI
    parts: Parts
    auth: Bench
    authority: SpecimenAuthority
    clock: Clock

    def company(self, seed: int = 1) -> Company:
        return Company(self.auth, self.authority, seed)

    def tell(self) -> None:
        """The gateway hears what auth_svc has said."""
        for event in self.auth.published():
            heard = live_event(wrap(event, event_id=uuid4(), time=self.clock()))
            if heard is not None:
                self.parts.sessions.hear(heard)

    def publish_list(self, folder: Any, *revoked: int) -> None:
        """The authority's next list with these serial numbers; auth_svc fetches it."""
        now = self.clock()
        since = dict.fromkeys(revoked, now)
        content = self.authority.revocation_list(now=now, number=1000, revoked=since)
        (folder / "next.crl").write_bytes(content)
        settings = self.auth.settings
        object.__setattr__(settings, "card_revocation_lists", (folder / "next.crl").as_uri())
        with_lists(self.auth)
        self.tell()


@dataclass
class Visitor:
    """Somebody with a card at one address; `token` once logged in."""

    front: Front
    seed: int = 1
    address: str = HOME
    token: str | None = None
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __post_init__(self) -> None:
        self.company = self.front.company(self.seed)
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(
                self.front.app, raise_app_exceptions=False, client=(self.address, 50000)
            ),
            base_url="http://gateway.test/api/v1",
        )

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= content.pop("headers", {})
        return self._runner.run(self._client.request(method, path, headers=headers, **content))

    def done(self, method: str, path: str, **content: Any) -> Any:
        """The JSON of what was done."""
        answer = self.ask(method, path, **content)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def refusal(self, method: str, path: str, **content: Any) -> str:
        """The code of what was refused."""
        return str(self.ask(method, path, **content).json().get("code"))

    def show(self, card: SoftCard | None = None) -> httpx.Response:
        """Show a card for a login."""
        challenge = self.done("POST", "/card-challenges")
        return self.ask(
            "POST",
            "/card-sessions",
            json={
                "challenge_id": challenge["challenge_id"],
                "card_certificate": (card or self.company.legal_card).certificate_pem.decode(),
                "signature": self.sign(challenge["statement"], card),
                "program_version": PROGRAM_VERSION,
            },
        )

    def log_in(self, card: SoftCard | None = None) -> None:
        self.token = self.show(card).json()["token"]

    def log_in_with_password(self, name: str, password: str = PASSWORD) -> str | None:
        """The code of the refusal, if it is one."""
        body = {"user_name": name, "password": password}
        answer = self.ask("POST", "/sessions", json=body).json()
        self.token = answer.get("token")
        return answer.get("code")

    def sign(self, statement: str, card: SoftCard | None = None) -> str:
        signature = (card or self.company.legal_card).sign(statement.encode(), PIN)
        return base64.b64encode(signature).decode()

    def signed(self, to_sign: dict[str, Any]) -> dict[str, str]:
        """What a command takes along that the card signed for."""
        challenge = self.done("POST", "/card-statements", json={"to_sign": to_sign})
        return {
            "challenge_id": challenge["challenge_id"],
            "card_signature": self.sign(challenge["statement"]),
        }

    def add(self, user_name: str, number: int = 1) -> httpx.Response:
        """An operator of this enterprise who logs in with PASSWORD."""
        body = {
            "name": f"样本操作员{number}",
            "id_number": self.company.person(number),
            "user_name": user_name,
            "password": PASSWORD,
        }
        return self.ask("POST", "/operators", json=body)

    def operator_card(self, since: timedelta = timedelta(days=-1)) -> SoftCard:
        return self.company.card(1, CardRole.OPERATOR, since=since)

    def who(self) -> int:
        """The status of a question that any session may ask."""
        return self.ask("GET", "/operators").status_code


def in_days(days: int, start: datetime = START) -> str:
    return (start + timedelta(days=days)).isoformat()
