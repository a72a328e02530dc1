"""The gateway before four services, all in this process: news travels when a test lets it.

So an attack can be made in the moments before anybody has heard what another one decided.
"""

import asyncio
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pypdfium2 as pdfium
from fastapi import FastAPI
from sqlalchemy import insert, update

from chassis.testing import Bench
from contracts.authorization import AgentAuthorized, AgentRevoked, GetSession, SessionView
from contracts.base import Event, Request
from contracts.catalogue import LISTENERS
from contracts.customs import LayoutStatus
from contracts.envelope import wrap
from contracts.preflights import HEADER as PREFLIGHT
from contracts.proofs import HEADER
from contracts.rights import LiveGrant
from contracts.values import Caller, LoginMedium
from gateway.live import live_event
from gateway.routes import live
from services.auth_svc import tables as auth
from tests.integration.cert_svc.conftest import Customs
from tests.integration.print_svc.desks import Desks, preflight
from tests.integration.print_svc.office import Clock, layout_of, seal_authorization
from tests.unit.cert_svc.events import (
    AGENT,
    EXPORTER,
    STRANGER,
    approved,
    declarer_filed,
    layout_changed,
)
from tests.unit.gateway.fakes import Http
from workstation.enrolment import digest

PEOPLE = {code: UUID(int=number) for number, code in enumerate((EXPORTER, AGENT, STRANGER), 1)}


class Rpc:
    """The services of this process; `who` is logged in, as the gateway would find out."""

    def __init__(self, benches: dict[str, Bench]) -> None:
        self._benches = benches
        self.who = EXPORTER

    async def call(self, request: Request) -> Any:
        if isinstance(request, GetSession):
            return session_of(self.who)
        return self._benches[request.SERVICE].ask(request)

    async def relay(self, request: Request) -> bytes:
        return (await self.call(request)).model_dump_json().encode()


@dataclass
class World:
    """One principal, its agent, and a stranger; `kept_back` is news that nobody has heard yet."""

    benches: dict[str, Bench]
    app: FastAPI
    rpc: Rpc
    customs: Customs
    clock: Clock
    kept_back: list[Event] = field(default_factory=list)
    serial: int = 0

    def set_up(self, objects: Any) -> None:
        with self.benches["auth_svc"].engine.begin() as connection:
            for code, operator_id in PEOPLE.items():
                connection.execute(
                    insert(auth.enterprises).values(
                        code=code, name=f"SPECIMEN {code}", registered_at=self.clock()
                    )
                )
                connection.execute(
                    insert(auth.operators).values(
                        id=operator_id,
                        enterprise_code=code,
                        name="样本",
                        role="legal_person",
                        id_number="110101199001010015",
                    )
                )
        for code in PEOPLE:
            self.desks.named("desk", code)
        self.tell(seal_authorization(objects), declarer_filed())

    @cached_property
    def desks(self) -> Desks:
        return Desks(self.benches["print_svc"].engine, self.clock)

    def http(self, who: str, method: str, path: str, **content: Any) -> httpx.Response:
        """As this enterprise's person asks, with the legal-person card; news is kept back."""
        self.rpc.who = who
        if path.startswith("/print-tickets/"):
            content = self._proven(who, method, path, **content)
        client = Http(self.app, authorization=f"Bearer tk-{who}")
        try:
            return client(method, f"/api/v1{path}", **content)
        finally:
            client.close()

    def _proven(self, who: str, method: str, path: str, **content: Any) -> dict[str, Any]:
        """As the enterprise's one workstation asks."""
        body = json.dumps(content.pop("json")).encode() if "json" in content else b""
        told = preflight().header() if method == "GET" else ""
        proof = self.desks.prove(
            self.desks.named("desk", who), f"{method} /api/v1{path}", digest(body or told.encode())
        )
        headers = {HEADER: proof.header(), "Content-Type": "application/json", PREFLIGHT: told}
        return content | {"headers": headers, "content": body}

    def tell(self, *events: Event) -> None:
        """Deliver to whoever listens."""
        for event in events:
            for name in LISTENERS[type(event).__name__]:
                if name in self.benches:
                    self.benches[name].deliver(event)

    def settle(self) -> None:
        """All news but that rights have ended, which is kept back."""
        while said := [event for bench in self.benches.values() for event in bench.published()]:
            ends = [each for each in said if isinstance(each, AgentRevoked)]
            self.kept_back += ends
            self.tell(*(each for each in said if each not in ends))

    def let_news_travel(self) -> None:
        self.settle()
        news, self.kept_back = self.kept_back, []
        self.tell(*news)
        self.settle()

    def approve(self, declared_by: str | None = AGENT, **changes: Any) -> str:
        """A certificate of the exporter that may be printed; gives its number."""
        self.serial += 1
        number = changes.get("certificate_no", f"A26SPECIMEN1{self.serial:04}")
        facts = {"certificate_no": number, "agent_code": declared_by, "approved_at": self.clock()}
        self.tell(approved(**facts | changes))
        layout = layout_of(number, "china_australia")
        put = self.customs.put_down(layout.to_bytes())
        self.tell(layout_changed(LayoutStatus.RECEIVED, certificate_no=number, layout=put))
        self.settle()
        return number

    def grant(self, **limits: Any) -> LiveGrant:
        """Given, and heard of by all."""
        grant = LiveGrant(
            grant_id=uuid4(), principal_code=EXPORTER, granted_at=self.clock(), limits=limits
        )
        row = {
            "id": grant.grant_id,
            "principal_code": EXPORTER,
            "agent_code": AGENT,
            "granted_at": grant.granted_at,
            "limits": grant.limits.model_dump(mode="json", exclude_defaults=True),
        }
        with self.benches["auth_svc"].engine.begin() as connection:
            connection.execute(insert(auth.agent_grants).values(row))
        self.tell(
            AgentAuthorized(
                enterprise_code=EXPORTER,
                agent_code=AGENT,
                grant_id=grant.grant_id,
                granted_at=grant.granted_at,
                limits=grant.limits,
            )
        )
        return grant

    def revoke(self, grant: LiveGrant) -> None:
        """Answered, and nobody has heard of it."""
        answer = self.http(EXPORTER, "DELETE", f"/agent-grants/{grant.grant_id}")
        assert answer.is_success, answer.text

    def disable(self, who: str) -> None:
        """As auth_svc writes it down; nobody has heard of it."""
        self._put_disabled(who, self.clock())

    def enable(self, who: str) -> None:
        self._put_disabled(who, None)

    def _put_disabled(self, who: str, moment: datetime | None) -> None:
        person = update(auth.operators).where(auth.operators.c.id == PEOPLE[who])
        with self.benches["auth_svc"].engine.begin() as connection:
            connection.execute(person.values(disabled_at=moment))

    def issue(self, who: str, *numbers: str, parts: str = "both") -> dict[str, Any]:
        body = {"certificate_nos": numbers, "parts": parts}
        issued: dict[str, Any] = self.http(who, "POST", "/print-jobs", json=body).json()
        self.settle()
        return issued

    def issue_one(self, who: str, number: str, parts: str = "both") -> dict[str, Any]:
        [issued] = self.issue(who, number, parts=parts)["issued"]
        return issued

    def fetch(self, issued: dict[str, Any]) -> httpx.Response:
        who = issued["job"]["issuer_code"]
        answer = self.http(who, "GET", f"/print-tickets/{issued['ticket']}/document")
        self.settle()
        return answer

    def hears(self, who: str, event: Event) -> bool:
        """Whether a stream of this enterprise's shows the event that arrives now."""
        arriving = live_event(wrap(event, event_id=uuid4(), time=self.clock()))
        self.rpc.who = who
        parts = self.app.state.parts
        return asyncio.run(live._may_hear(arriving, caller_of(who), parts)) is True


def caller_of(code: str) -> Caller:
    return Caller(
        enterprise_code=code, operator_id=PEOPLE[code], medium=LoginMedium.LEGAL_PERSON_CARD
    )


def session_of(code: str) -> SessionView:
    """As auth_svc would tell it, whoever it is asked by."""
    return SessionView.model_construct(
        caller=caller_of(code),
        operator_name="SPECIMEN PERSON",
        enterprise_name="SPECIMEN",
        self_print=True,
        self_print_problem=None,
        expires_at=datetime(2036, 1, 1).astimezone(),
    )


def blank(*_: Any) -> tuple[bytes, int]:
    """A document of one sheet, for what is drawn on it is no matter here."""
    document = pdfium.PdfDocument.new()
    document.new_page(210, 297)
    document.new_page(210, 297)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), 1


RENDERER = SimpleNamespace(finish=blank)
