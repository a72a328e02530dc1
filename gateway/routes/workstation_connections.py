"""The one WebSocket of a workstation: it proves its key, stays connected, and hears of jobs.

gateway      {"kind": "challenge", "challenge": "…"}
workstation  {"proof": "…", "state": "{…}"}    the proof is of this challenge and of `state`
gateway      {"kind": "welcome", …}            WorkstationConnected; or "refused", and the end
gateway      {"kind": "jobs_waiting"}          whenever there are some to be asked for
gateway      {"kind": "card_requests_waiting"} likewise, statements for the card to sign
gateway      {"kind": "prints_unanswered"}     whenever the list of them is to be asked for anew
gateway      {"kind": "scan_requests_waiting"} likewise, sheets to be scanned
workstation  {"kind": "evidence", "number": 1, "ticket": "…", "proof": "…", "evidence": "{…}"}
             as it happens; the proof is of the evidence's route and of its text
gateway      {"kind": "recorded", "number": 1} or {"kind": "not_recorded", "number": 1, "code": …}
workstation  {"kind": "state", "proof": "…", "state": "{…}"}    once what it said is so no more
"""

import asyncio
import contextlib
import hashlib
import secrets
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, SecretStr, TypeAdapter, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.errors import Refused, text_of
from contracts.printing import Evidence, RecordEvidence
from contracts.proofs import Proof
from contracts.workstation_program import WorkstationConnected, WorkstationState
from contracts.workstations import ConnectWorkstation
from gateway.addresses import address_of
from gateway.callers import from_address
from gateway.connections import Held, new_connection_id
from gateway.parts import Parts

PATH = "/workstations/connection"
log = structlog.get_logger()

HELLO_SECONDS = 10
LONGEST_HELLO = 32 * 1024
CHALLENGE_BYTES = 24
TRY_AGAIN, REFUSED, TOO_SLOW = 1013, 4403, 4408
"""Close codes: the first is of RFC 6455's registry, the others are ours."""


class Hello(BaseModel):
    """`state` is the text of a WorkstationState, as it was signed."""

    proof: str = Field(max_length=300)
    state: str = Field(max_length=LONGEST_HELLO)


class Told(BaseModel):
    """`evidence` is the text of an Evidence, as it was signed."""

    kind: Literal["evidence"]
    number: int = Field(ge=0)
    ticket: str = Field(max_length=1_000)
    proof: str = Field(max_length=300)
    evidence: str = Field(max_length=LONGEST_HELLO)


class Changed(Hello):
    """As the hello, of the same challenge."""

    kind: Literal["state"]


class _Greeted(NamedTuple):
    """What a hello is signed for; no more is kept of it, for each of thousands."""

    challenge: str
    connection_id: UUID


_MESSAGES: TypeAdapter[Told | Changed] = TypeAdapter(
    Annotated[Told | Changed, Field(discriminator="kind")]
)


class WorkstationConnections:
    """ASGI middleware around all others, which would be kept for each of thousands.

    There is no other WebSocket; one to elsewhere is refused with 403, as ASGI has it.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        socket = WebSocket(scope, receive, send)
        if scope["path"] == self._path:
            await _connect(socket)
        else:
            await socket.close()


async def _connect(socket: WebSocket) -> None:
    parts: Parts = socket.app.state.parts
    address = address_of(socket)
    from_address(address)
    try:
        await parts.limiter.take("ticket", {"address": address})
    except Refused:
        await socket.close(TRY_AGAIN)
        return
    await socket.accept()
    greeted = _Greeted(secrets.token_urlsafe(CHALLENGE_BYTES), new_connection_id())
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        try:
            welcome = await _welcomed(socket, parts, greeted)
        except TimeoutError:
            await socket.close(TOO_SLOW)
        except Refused as refusal:
            await _refuse(socket, refusal)
        else:
            await _serve(socket, parts, welcome, greeted)


async def _welcomed(socket: WebSocket, parts: Parts, greeted: _Greeted) -> WorkstationConnected:
    """Raise TimeoutError, Refused("request.invalid") for what is no hello, and as print_svc."""
    async with asyncio.timeout(HELLO_SECONDS):
        await socket.send_json({"kind": "challenge", "challenge": greeted.challenge})
        try:
            hello = Hello.model_validate_json(await socket.receive_text())
        except (ValidationError, KeyError) as error:
            raise Refused("request.invalid", {"reason": "not a hello"}) from error
    return await parts.rpc.call(_connecting(hello, *greeted))


def _connecting(hello: Hello, challenge: str, connection_id: UUID) -> ConnectWorkstation:
    """Raise Refused("request.invalid") for a state that is none."""
    try:
        return ConnectWorkstation(
            proof=Proof.of_header(hello.proof),
            content_sha256=hashlib.sha256(hello.state.encode()).hexdigest(),
            challenge=challenge,
            connection_id=connection_id,
            state=WorkstationState.model_validate_json(hello.state),
        )
    except ValueError as error:
        raise Refused("request.invalid", {"reason": "not a hello"}) from error


async def _serve(
    socket: WebSocket, parts: Parts, welcome: WorkstationConnected, greeted: _Greeted
) -> None:
    with parts.workstations.holding(welcome.workstation_id, greeted.connection_id) as held:
        await socket.send_json({"kind": "welcome", **welcome.model_dump(mode="json")})
        held.begin(partial(_tell, socket))
        await _until_it_leaves(socket, parts, greeted)


async def _tell(socket: WebSocket, held: Held) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while held.notices and not held.gone:
            notice, *_ = sorted(held.notices)
            held.notices -= {notice}
            await socket.send_json({"kind": notice})
        if held.gone:
            await _refuse(socket, Refused("workstation.revoked"))


async def _until_it_leaves(socket: WebSocket, parts: Parts, greeted: _Greeted) -> None:
    """After its hello a workstation tells evidence, and what changed of itself; nothing else."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, KeyError):
        while True:
            try:
                told = _MESSAGES.validate_json(await socket.receive_text())
            except ValidationError:
                await socket.close(REFUSED)
                return
            if isinstance(told, Changed):
                await _changed(told, socket, parts, greeted)
            else:
                await socket.send_json(await _recorded(told, socket, parts))


async def _changed(told: Changed, socket: WebSocket, parts: Parts, greeted: _Greeted) -> None:
    """What cannot be taken is told again with the next change, or with the next connection."""
    try:
        await parts.limiter.take("ticket", {"address": address_of(socket)})
        await parts.rpc.call(_connecting(told, *greeted))
    except Refused as refusal:
        log.warning("workstation_state_not_taken", code=refusal.code)


async def _recorded(told: Told, socket: WebSocket, parts: Parts) -> dict[str, Any]:
    try:
        await parts.limiter.take("ticket", {"address": address_of(socket)})
        await parts.rpc.call(_evidence(told))
    except Refused as refusal:
        return {"kind": "not_recorded", "number": told.number, **_said(refusal)}
    return {"kind": "recorded", "number": told.number}


def _evidence(told: Told) -> RecordEvidence:
    """Raise Refused("request.invalid") for what is none."""
    try:
        return RecordEvidence(
            ticket=SecretStr(told.ticket),
            proof=Proof.of_header(told.proof),
            content_sha256=hashlib.sha256(told.evidence.encode()).hexdigest(),
            evidence=Evidence.model_validate_json(told.evidence),
        )
    except ValueError as error:
        raise Refused("request.invalid", {"reason": "not evidence"}) from error


def _said(refusal: Refused) -> dict[str, Any]:
    sentence = text_of(refusal.code, refusal.details)
    return {
        "code": refusal.code,
        "message_zh": sentence.zh,
        "message_en": sentence.en,
        "advice_zh": sentence.advice_zh,
        "advice_en": sentence.advice_en,
    }


async def _refuse(socket: WebSocket, refusal: Refused) -> None:
    await socket.send_json({"kind": "refused", **_said(refusal)})
    busy = refusal.code in {"service.unavailable", "service.failed"}
    await socket.close(TRY_AGAIN if busy else REFUSED)
