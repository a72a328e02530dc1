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
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, SecretStr, TypeAdapter, ValidationError

from contracts.errors import Refused, text_of
from contracts.printing import Evidence, RecordEvidence
from contracts.proofs import Proof
from contracts.workstation_program import WorkstationConnected, WorkstationState
from contracts.workstations import ConnectWorkstation
from gateway.addresses import address_of
from gateway.callers import from_address
from gateway.connections import Held, new_connection_id
from gateway.parts import Parts

router = APIRouter()
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


_MESSAGES: TypeAdapter[Told | Changed] = TypeAdapter(
    Annotated[Told | Changed, Field(discriminator="kind")]
)


@router.websocket("/workstations/connection")
async def connect(socket: WebSocket) -> None:
    parts: Parts = socket.app.state.parts
    address = address_of(socket)
    from_address(address)
    try:
        await parts.limiter.take("ticket", {"address": address})
    except Refused:
        await socket.close(TRY_AGAIN)
        return
    await socket.accept()
    connection_id = new_connection_id()
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                request = await _greeted(socket, connection_id)
            welcome = await parts.rpc.call(request)
        except TimeoutError:
            await socket.close(TOO_SLOW)
        except Refused as refusal:
            await _refuse(socket, refusal)
        else:
            await _serve(socket, parts, welcome, request)


async def _greeted(socket: WebSocket, connection_id: Any) -> ConnectWorkstation:
    """Raise Refused("request.invalid") for what is no hello."""
    challenge = secrets.token_urlsafe(CHALLENGE_BYTES)
    await socket.send_json({"kind": "challenge", "challenge": challenge})
    try:
        hello = Hello.model_validate_json(await socket.receive_text())
    except (ValidationError, KeyError) as error:
        raise Refused("request.invalid", {"reason": "not a hello"}) from error
    return _connecting(hello, challenge, connection_id)


def _connecting(hello: Hello, challenge: str, connection_id: Any) -> ConnectWorkstation:
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
    socket: WebSocket, parts: Parts, welcome: WorkstationConnected, request: ConnectWorkstation
) -> None:
    with parts.workstations.holding(welcome.workstation_id, request.connection_id) as held:
        await socket.send_json({"kind": "welcome", **welcome.model_dump(mode="json")})
        listening = asyncio.create_task(_until_it_leaves(socket, parts, request))
        try:
            while not listening.done() and not held.gone:
                await _tell(socket, held)
                stirred = asyncio.create_task(held.stirred.wait())
                await asyncio.wait({listening, stirred}, return_when=asyncio.FIRST_COMPLETED)
                stirred.cancel()
            if held.gone:
                await _refuse(socket, Refused("workstation.revoked"))
        finally:
            listening.cancel()


async def _tell(socket: WebSocket, held: Held) -> None:
    held.stirred.clear()
    if held.jobs_wait:
        held.jobs_wait = False
        await socket.send_json({"kind": "jobs_waiting"})
    if held.card_asked:
        held.card_asked = False
        await socket.send_json({"kind": "card_requests_waiting"})
    if held.unanswered:
        held.unanswered = False
        await socket.send_json({"kind": "prints_unanswered"})
    if held.scan_asked:
        held.scan_asked = False
        await socket.send_json({"kind": "scan_requests_waiting"})


async def _until_it_leaves(socket: WebSocket, parts: Parts, hello: ConnectWorkstation) -> None:
    """After its hello a workstation tells evidence, and what changed of itself; nothing else."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, KeyError):
        while True:
            try:
                told = _MESSAGES.validate_json(await socket.receive_text())
            except ValidationError:
                await socket.close(REFUSED)
                return
            if isinstance(told, Changed):
                await _changed(told, socket, parts, hello)
            else:
                await socket.send_json(await _recorded(told, socket, parts))


async def _changed(
    told: Changed, socket: WebSocket, parts: Parts, hello: ConnectWorkstation
) -> None:
    """What cannot be taken is told again with the next change, or with the next connection."""
    try:
        await parts.limiter.take("ticket", {"address": address_of(socket)})
        await parts.rpc.call(_connecting(told, hello.challenge or "", hello.connection_id))
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
