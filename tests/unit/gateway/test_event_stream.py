"""`GET /events` as a browser reads it."""

import asyncio
import json

import pytest

from contracts.authorization import AgentGrantList, GetSession, ListPrincipals
from gateway.examples import EXAMPLES
from gateway.routes import live as route
from tests.unit.gateway.test_live import AGENT, OWN, event


@pytest.fixture
def principals(rpc):
    rpc.answer(ListPrincipals, AgentGrantList(grants=()))


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(route, "HEARTBEAT_SECONDS", 0.05)


@pytest.fixture
def reading(parts, session, principals, quick):
    """The stream of the person logged in, message by message."""
    audience = route.Audience(session.caller.enterprise_code)
    return route._events(audience, session.caller, "tk-specimen", parts, None)


async def kinds_until_the_end(reading):
    async with asyncio.timeout(5):
        return [message.event async for message in reading]


@pytest.mark.anyio
async def test_the_first_message_says_ready(reading):
    first = await anext(reading)
    await reading.aclose()

    assert (first.event, first.retry) == ("ready", 2000)


@pytest.mark.anyio
async def test_an_event_comes_with_its_id_and_visible_fields(reading, parts):
    await anext(reading)
    sent = event(certificate_no="A26SPECIMEN10001", revision=1)
    parts.live.publish(sent)

    message = await anext(reading)
    await reading.aclose()

    assert (message.event, message.id) == ("PrintReleased", sent.event_id)
    assert json.loads(message.data) == {
        "id": sent.event_id,
        "type": "PrintReleased",
        "subject": "A26SPECIMEN10001",
        "time": "2026-03-02T00:00:00+00:00",
        "data": {"certificate_no": "A26SPECIMEN10001", "revision": 1},
    }


@pytest.mark.anyio
async def test_a_principal_that_granted_nothing_stays_unseen(reading, parts):
    await anext(reading)
    parts.live.publish(event(enterprise_code=AGENT, agent_code=OWN))
    parts.live.publish(event("SealDisabled"))

    message = await anext(reading)
    await reading.aclose()

    assert message.event == "SealDisabled"


@pytest.mark.anyio
async def test_the_stream_ends_with_the_session(reading, parts, rpc):
    await anext(reading)
    rpc.refuse(GetSession, "session.expired")
    parts.sessions._known.clear()

    assert await kinds_until_the_end(reading) == []


@pytest.mark.anyio
async def test_a_lost_stream_says_so_before_it_ends(reading, parts):
    await anext(reading)
    parts.live.publish(event())
    parts.live.detach()

    assert (await kinds_until_the_end(reading))[-1] == "reset"


def test_without_a_session_there_is_no_stream(anonymous):
    assert anonymous.get("/api/v1/events").status_code == 401


def test_an_enterprise_may_not_open_streams_without_end(http, parts, principals, monkeypatch):
    monkeypatch.setattr(route, "MOST_STREAMS", 0)

    assert http.get("/api/v1/events").status_code == 429


def test_a_session_view_of_the_examples_is_the_enterprise_of_these_tests():
    assert EXAMPLES["CurrentSession"]["caller"]["enterprise_code"] == OWN
