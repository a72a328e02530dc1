"""Live events to the browser as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from contracts.authorization import ListPrincipals
from contracts.errors import Refused
from contracts.values import Caller
from gateway.documentation import LOGGED_IN, Responses, refusals
from gateway.live import Audience, LiveEvent, Stream
from gateway.parts import Parts, PartsDep
from gateway.sessions import SESSIONS_ENDED, Token, Who

router = APIRouter(tags=["live"])

HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 10.0
RETRY_MILLISECONDS = 2000
MOST_STREAMS = 50
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
    responses={**STREAM, **refusals(*LOGGED_IN)},
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
    session.
    """
    if parts.live.count(who.enterprise_code) >= MOST_STREAMS:
        raise Refused("service.too_many_requests", {"seconds": 30})
    audience = Audience(who.enterprise_code, await _principals(who, parts))
    return EventSourceResponse(
        _events(audience, who, token, parts, last_event_id),
        ping=HEARTBEAT_SECONDS,
        send_timeout=SEND_SECONDS,
        sep="\n",
    )


async def _events(
    audience: Audience, who: Caller, token: str, parts: Parts, after: str | None
) -> AsyncIterator[ServerSentEvent]:
    with parts.live.stream(who.enterprise_code, after) as stream:
        yield _message("ready", {}, retry=RETRY_MILLISECONDS)
        while await _still_logged_in(token, parts):
            audience.principals = await _refreshed(audience, who, parts)
            async for event in _for_a_while(stream, HEARTBEAT_SECONDS):
                audience.learn(event)
                if audience.may_see(event):
                    yield forwarded(event)
            if stream.lost.is_set():
                yield _message("reset", {})
                return


async def _for_a_while(stream: Stream, seconds: float) -> AsyncIterator[LiveEvent]:
    """What arrives until the time is over, sessions have ended or the stream is lost."""
    until = asyncio.get_running_loop().time() + seconds
    lost = asyncio.ensure_future(stream.lost.wait())
    try:
        while (remaining := until - asyncio.get_running_loop().time()) > 0:
            arriving = asyncio.ensure_future(stream.waiting.get())
            await asyncio.wait(
                {arriving, lost}, timeout=remaining, return_when=asyncio.FIRST_COMPLETED
            )
            if not arriving.done():
                arriving.cancel()
                return
            event = arriving.result()
            yield event
            if event.type == SESSIONS_ENDED:
                return
    finally:
        lost.cancel()


async def _still_logged_in(token: str, parts: Parts) -> bool:
    """A service that is away ends no stream."""
    try:
        await parts.sessions.resolve(token)
    except Refused as refused:
        return refused.code == "service.unavailable"
    return True


async def _refreshed(audience: Audience, who: Caller, parts: Parts) -> set[str]:
    try:
        return await _principals(who, parts)
    except Refused:
        return audience.principals


async def _principals(who: Caller, parts: Parts) -> set[str]:
    grants = await parts.rpc.call(ListPrincipals(caller=who))
    return {grant.principal_code for grant in grants.grants}


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
