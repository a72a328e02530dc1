"""Live events to the browser as server-sent events."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from contracts.access import Subject, allows
from contracts.authorization import ListPrincipals
from contracts.certificates import GetCertificate
from contracts.errors import Refused
from contracts.permissions import ANYONE_LOGGED_IN
from contracts.values import Caller
from contracts.visible_events import AGENT_EVENTS
from gateway.documentation import LOGGED_IN, Responses, refusals
from gateway.live import LiveEvent, Stream
from gateway.parts import Parts, PartsDep
from gateway.sessions import Token, Who

router = APIRouter(tags=["live"])

HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 10.0
RETRY_MILLISECONDS = 2000
MOST_STREAMS = 50
FROM_NOW = "ready"
"""Comes back as the id of a browser that heard of no event, which may have missed any."""
EVENT_STREAM = "text/event-stream"
STREAM: Responses = {
    200: {
        "description": "An endless stream; `reset` means: fetch what you show anew",
        "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/events",
    response_class=Response,
    responses={**STREAM, **refusals(*LOGGED_IN, "token.not_for_programs")},
)
async def stream_events(
    who: Who,
    token: Token,
    parts: PartsDep,
    last_event_id: Annotated[
        str | None,
        Header(description="Sent by browsers when they come back; the last thousand are kept"),
    ] = None,
) -> EventSourceResponse:
    """What happens to the enterprise's seals, certificates and prints, as it happens.

    `ready` comes first; `reset` says that events may have been missed; the stream ends with the
    session. Programs with an API token are told by webhooks instead.
    """
    if who.medium not in ANYONE_LOGGED_IN:
        raise Refused("token.not_for_programs")
    if parts.live.count(who.enterprise_code) >= MOST_STREAMS:
        raise Refused("service.too_many_requests", {"seconds": 30})
    return EventSourceResponse(
        _events(who, token, parts, last_event_id),
        ping=HEARTBEAT_SECONDS,
        send_timeout=SEND_SECONDS,
        sep="\n",
    )


async def _events(
    who: Caller, token: str, parts: Parts, after: str | None
) -> AsyncIterator[ServerSentEvent]:
    with (
        parts.live.stream(who.enterprise_code, after) as stream,
        parts.sessions.watched(token, who.operator_id) as doubt,
    ):
        yield _message("ready", {}, event_id=after or FROM_NOW, retry=RETRY_MILLISECONDS)
        while await _still_logged_in(token, parts, doubt):
            async with aclosing(_for_a_while(stream, doubt, HEARTBEAT_SECONDS)) as arriving:
                async for event in arriving:
                    heard = await _may_hear(event, who, parts)
                    if doubt.is_set() and not await _still_logged_in(token, parts, doubt):
                        return
                    if heard is None:
                        stream.lost.set()
                        break
                    if heard:
                        yield forwarded(event)
            if stream.lost.is_set():
                yield _message("reset", {})
                return


async def _for_a_while(
    stream: Stream, doubt: asyncio.Event, seconds: float
) -> AsyncGenerator[LiveEvent]:
    """What arrives until the time is over, the session is in doubt or the stream is lost."""
    until = asyncio.get_running_loop().time() + seconds
    ending = {asyncio.ensure_future(stream.lost.wait()), asyncio.ensure_future(doubt.wait())}
    try:
        while (remaining := until - asyncio.get_running_loop().time()) > 0:
            arriving = asyncio.ensure_future(stream.waiting.get())
            await asyncio.wait(
                {arriving, *ending}, timeout=remaining, return_when=asyncio.FIRST_COMPLETED
            )
            if not arriving.done():
                arriving.cancel()
                return
            yield arriving.result()
    finally:
        for each in ending:
            each.cancel()


async def _still_logged_in(token: str, parts: Parts, doubt: asyncio.Event) -> bool:
    """A service that is away ends no stream."""
    doubt.clear()
    try:
        await parts.sessions.resolve(token, in_use=False)
    except Refused as refused:
        return refused.code == "service.unavailable"
    return True


async def _may_hear(event: LiveEvent, who: Caller, parts: Parts) -> bool | None:
    """An agent is told of its principals' what it may see now; None while nobody can say."""
    if event.enterprise_code == who.enterprise_code:
        return True
    if event.agent_code != who.enterprise_code:
        return False
    if event.type in AGENT_EVENTS:
        return True
    try:
        return await _may_as_agent(event, who, parts)
    except Refused as refused:
        return False if refused.code == "certificate.unknown" else None


async def _may_as_agent(event: LiveEvent, who: Caller, parts: Parts) -> bool:
    """cert_svc decides, and raises Refused; of what it cannot know yet the event says enough."""
    if event.since is None:
        await parts.rpc.call(GetCertificate(caller=who, certificate_no=event.subject))
        return True
    subject = Subject(event.enterprise_code, event.agent_code, event.since)
    principals = await parts.rpc.call(ListPrincipals(caller=who))
    return allows(who.enterprise_code, subject, "hear", principals.grants)


def forwarded(event: LiveEvent) -> ServerSentEvent:
    """The event as a browser gets it; `data` is JSON in one line."""
    body = {
        "id": event.event_id,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
        "data": event.fields,
    }
    return _message(event.type, body, event_id=event.event_id)


def _message(
    kind: str, body: dict[str, Any], event_id: str | None = None, retry: int | None = None
) -> ServerSentEvent:
    text = json.dumps(body, ensure_ascii=False)
    return ServerSentEvent(data=text, event=kind, id=event_id, retry=retry)
