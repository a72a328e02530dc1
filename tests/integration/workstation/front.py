"""A gateway as a running workstation sees it: its socket, its jobs, and calls that can be held."""

import asyncio
import hashlib
import json
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from contracts.preflights import HEADER as PREFLIGHT
from contracts.proofs import document_info
from gateway.examples import EXAMPLES
from services.print_svc.documents.sealing import sealed
from workstation.enrolment import Enrolment


@dataclass
class Front:
    """Keeps what print_svc would: released once, ended by evidence or cancelled."""

    enrolment: Enrolment | None = None
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    preflights: list[dict[str, Any]] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    over: set[str] = field(default_factory=set)
    rules: dict[str, Any] = field(default_factory=dict)
    held: dict[str, threading.Event] = field(default_factory=dict)
    states: list[dict[str, Any]] = field(default_factory=list)
    notice: int = 0
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    reminder: int = 0
    asked_for_unanswered: int = 0

    def order(self, pdf: bytes, count: int = 1, printer_uri: str | None = None) -> list[str]:
        """Tickets of one order; the workstation hears of it."""
        order, until = str(uuid4()), datetime.now(UTC) + timedelta(hours=1)
        tickets = [f"ticket-{uuid4().hex}" for _ in range(count)]
        for place, ticket in enumerate(tickets):
            self.documents[ticket] = pdf
            self.jobs[ticket] = {
                "job_id": str(uuid4()),
                "certificate_no": f"C26450000001{len(self.jobs):04}",
                "parts": ["original"],
                "ticket": ticket,
                "ticket_expires_at": until.isoformat(),
                "printer_uri": printer_uri,
                "order_id": order,
                "order_place": place,
            }
        self.notice += 1
        return tickets

    def remind(self, *numbers: str, step: str = "reminded", hint: bool = True) -> None:
        """These are unanswered, and no others; a workstation that is there gets the notice."""
        asked = EXAMPLES["UnansweredPrints"]["prints"][0]
        self.unanswered = [
            asked
            | {"job_id": str(uuid5(NAMESPACE_OID, number)), "certificate_no": number}
            | {"unanswered": asked["unanswered"] | {"step": step}}
            for number in numbers
        ]
        self.reminder += hint

    def waiting(self) -> list[dict[str, Any]]:
        return [
            job | {"released": ticket in self.released}
            for ticket, job in self.jobs.items()
            if ticket not in self.over
        ]

    def hand_out(self, ticket: str) -> bytes | None:
        if ticket in self.over:
            return None
        if ticket not in self.released:
            self.released.append(ticket)
        at = self.enrolment
        public = at.keys.encryption.public_key().public_bytes_raw()
        return sealed(self.documents[ticket], public, document_info(ticket, at.workstation_id))

    def withdraw(self, ticket: str) -> Any:
        if ticket in self.released:
            return JSONResponse({"code": "print.already_released", "detail": "fetched"}, 409)
        self.over.add(ticket)
        return EXAMPLES["PrintJobView"]

    def record(self, ticket: str, evidence: dict[str, Any]) -> None:
        self.evidence.append({"ticket": ticket} | evidence)
        if evidence["finished_at"]:
            self.over.add(ticket)

    def told(self, ticket: str) -> list[dict[str, Any]]:
        return [one for one in self.evidence if one["ticket"] == ticket]

    def hold(self, call: str) -> threading.Event:
        """The call is received and not answered until this is set; set `seen` when it came."""
        self.held[call] = threading.Event()
        return self.held[call]

    def release_calls(self) -> None:
        self.held.clear()

    async def wait(self, call: str) -> None:
        if call in self.held:
            self.held[call].set()
        while call in self.held:  # noqa: ASYNC110 - a thread of the test lets it go on
            await asyncio.sleep(0.01)

    async def take(self, ticket: str, evidence: dict[str, Any]) -> None:
        """Evidence of what goes on is taken at once; the last can be held."""
        if evidence["finished_at"]:
            await self.wait("last evidence")
        self.record(ticket, evidence)


def application(front: Front) -> FastAPI:
    app = FastAPI()
    refused = {"code": "print.ticket_void", "detail": "void"}

    @app.get("/api/v1/workstations/waiting-jobs")
    async def waiting() -> dict[str, Any]:
        await front.wait("waiting-jobs")
        return {"jobs": front.waiting()}

    @app.get("/api/v1/print-tickets/{ticket}/document")
    async def document(ticket: str, request: Request) -> Response:
        text = request.headers.get(PREFLIGHT, "")
        front.preflights.append(json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))))
        content = front.hand_out(ticket)
        await front.wait("document")
        if content is None:
            return Response(json.dumps(refused), 410)
        headers = {"X-Content-SHA256": hashlib.sha256(content).hexdigest()}
        return Response(content, headers=headers)

    @app.post("/api/v1/print-tickets/{ticket}/evidence")
    async def evidence(ticket: str, request: Request) -> dict[str, Any]:
        await front.take(ticket, json.loads(await request.body()))
        return {}

    @app.post("/api/v1/print-tickets/{ticket}/cancellation")
    async def cancellation(ticket: str) -> Any:
        return front.withdraw(ticket)

    @app.websocket("/api/v1/workstations/connection")
    async def connection(socket: WebSocket) -> None:
        await _serve(front, socket)

    _add_reminders(app, front)
    return app


def _add_reminders(app: FastAPI, front: Front) -> None:
    @app.get("/api/v1/workstations/unanswered-prints")
    async def unanswered() -> Any:
        front.asked_for_unanswered += 1
        if "unanswered-prints" in front.held:
            return JSONResponse({"code": "service.unavailable", "detail": "away"}, 503)
        return {"prints": front.unanswered, "count": len(front.unanswered)}

    @app.post("/api/v1/workstations/presence")
    async def presence() -> Any:
        return _welcome(front)


async def _serve(front: Front, socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({"kind": "challenge", "challenge": "c" * 32})
    hello = json.loads(await socket.receive_text())
    front.states.append(json.loads(hello["state"]))
    await socket.send_json(_welcome(front))
    heard = asyncio.create_task(_heard(front, socket))
    seen, reminded = front.notice, front.reminder
    while not heard.done():
        if reminded != front.reminder:
            reminded = front.reminder
            await socket.send_json({"kind": "prints_unanswered"})
        if seen != front.notice:
            seen = front.notice
            await socket.send_json({"kind": "jobs_waiting"})
        await asyncio.sleep(0.01)


async def _heard(front: Front, socket: WebSocket) -> None:
    try:
        while True:
            said = json.loads(await socket.receive_text())
            if said["kind"] == "state":
                front.states.append(json.loads(said["state"]))
                continue
            await front.take(said["ticket"], json.loads(said["evidence"]))
            await socket.send_json({"kind": "recorded", "number": said["number"]})
    except (WebSocketDisconnect, RuntimeError):
        return


def _welcome(front: Front) -> dict[str, Any]:
    return {
        "kind": "welcome",
        "workstation_id": str(front.enrolment.workstation_id),
        "enterprise_code": front.enrolment.enterprise_code,
        "name": front.enrolment.name,
        "presence": {"case": "running", "message_zh": "运行", "message_en": "runs"},
        "program": {
            "latest_version": "0.1.0",
            "least_version": "0.1.0",
            "address": "https://originprint.example/",
            "printer_rules": front.rules,
        },
    }


@contextmanager
def serving(front: Front) -> Iterator[str]:
    """The address of a running front."""
    config = uvicorn.Config(
        application(front), port=0, log_level="critical", lifespan="off", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        front.release_calls()
        server.should_exit = True
        server.force_exit = True
        thread.join()
