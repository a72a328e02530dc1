"""`GET /events` as a browser reads it."""

import asyncio
import json
from uuid import uuid4

import pytest

from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    CloseSession,
    GetSession,
    ListPrincipals,
)
from contracts.base import Done
from contracts.certificates import CertificateView, GetCertificate
from gateway.examples import EXAMPLES
from gateway.routes import live as route
from tests.unit.gateway.test_live import AGENT, OWN, event

GRANTED = "2026-03-02T08:00:00+08:00"
BEFORE, AFTER = "2026-03-02T07:59:59+08:00", "2026-03-02T08:00:01+08:00"


@pytest.fixture
def granted(rpc):
    """The enterprise of these tests is the agent of another."""
    grant = AgentGrantView(
        grant_id=uuid4(), principal_code=AGENT, agent_code=OWN, granted_at=GRANTED
    )
    rpc.answer(ListPrincipals, AgentGrantList(grants=(grant,)))
    rpc.answer(GetCertificate, CertificateView.from_wire(EXAMPLES["CertificateView"]))


def of_principal(kind="PrintReleased", **data):
    return event(kind, enterprise_code=AGENT, agent_code=OWN, **data)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(route, "HEARTBEAT_SECONDS", 0.05)


@pytest.fixture
def reading(parts, session, quick):
    """The stream of the person logged in, message by message."""
    return route._events(session.caller, "tk-specimen", parts, None)


async def kinds_until_the_end(reading):
    async with asyncio.timeout(5):
        return [message.event async for message in reading]


@pytest.mark.anyio
async def test_the_first_message_says_ready(reading):
    first = await anext(reading)
    await reading.aclose()

    assert (first.event, first.retry) == ("ready", 2000)


@pytest.mark.anyio
async def test_a_browser_that_heard_of_no_event_before_it_was_cut_off_starts_afresh(
    reading, parts, session
):
    first = await anext(reading)
    await reading.aclose()
    parts.live.publish(event())

    again = route._events(session.caller, "tk-specimen", parts, first.id)

    assert await kinds_until_the_end(again) == ["ready", "reset"]


@pytest.mark.anyio
async def test_one_that_is_cut_off_twice_goes_on_from_the_event_that_it_heard_of(
    parts, session, quick
):
    heard, missed = event(), event("SealDisabled")
    parts.live.publish(heard)
    once = route._events(session.caller, "tk-specimen", parts, heard.event_id)
    first = await anext(once)
    await once.aclose()
    parts.live.publish(missed)

    again = route._events(session.caller, "tk-specimen", parts, first.id)
    kinds = [(await anext(again)).event for _ in range(2)]
    await again.aclose()

    assert kinds == ["ready", "SealDisabled"]


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


async def heard_first(reading, parts, *events):
    """The kind of what comes first of these and of the enterprise's own that follows them."""
    await anext(reading)
    for each in (*events, event("SealDisabled")):
        parts.live.publish(each)
    message = await anext(reading)
    await reading.aclose()
    return message.event


@pytest.mark.anyio
async def test_a_principal_that_granted_nothing_stays_unseen(reading, parts, rpc):
    rpc.refuse(GetCertificate, "certificate.unknown", certificate_no="A26SPECIMEN10001")
    rpc.answer(ListPrincipals, AgentGrantList(grants=()))

    events = of_principal(), of_principal("CertificateApproved", approved_at=AFTER)

    assert await heard_first(reading, parts, *events) == "SealDisabled"


@pytest.mark.anyio
async def test_an_event_that_concerns_nobody_here_stays_unseen(reading, parts, granted):
    stranger = event(enterprise_code="910000000000000031", agent_code=AGENT)

    assert await heard_first(reading, parts, stranger) == "SealDisabled"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["AgentAuthorized", "AgentRevoked"])
async def test_an_agent_sees_that_a_grant_was_given_or_taken_back(reading, parts, kind):
    assert await heard_first(reading, parts, of_principal(kind)) == kind


@pytest.mark.anyio
async def test_an_agent_sees_the_prints_of_what_it_may_see(reading, parts, granted):
    assert await heard_first(reading, parts, of_principal()) == "PrintReleased"


@pytest.mark.anyio
@pytest.mark.rule("R39")
@pytest.mark.parametrize(
    ("approved_at", "heard"), [(BEFORE, "SealDisabled"), (AFTER, "CertificateApproved")]
)
async def test_an_agent_hears_of_an_approval_after_its_grant_alone(
    reading, parts, granted, approved_at, heard
):
    approval = of_principal("CertificateApproved", approved_at=approved_at)

    assert await heard_first(reading, parts, approval) == heard


@pytest.mark.anyio
async def test_while_nobody_can_say_what_an_agent_may_hear_it_is_told_to_start_afresh(
    reading, parts
):
    await anext(reading)
    parts.live.publish(of_principal())

    assert await kinds_until_the_end(reading) == ["reset"]


@pytest.mark.anyio
async def test_the_stream_ends_at_once_when_its_person_logs_out(reading, parts, rpc, monkeypatch):
    monkeypatch.setattr(route, "HEARTBEAT_SECONDS", 60)
    rpc.answer(CloseSession, Done())
    await anext(reading)
    waiting = asyncio.ensure_future(anext(reading, None))
    await asyncio.sleep(0)
    rpc.refuse(GetSession, "session.required")

    await parts.sessions.close("tk-specimen")
    parts.live.publish(event())

    assert await asyncio.wait_for(waiting, 5) is None


@pytest.mark.anyio
async def test_another_session_of_the_person_that_ended_costs_no_event(
    reading, parts, session, monkeypatch
):
    monkeypatch.setattr(route, "HEARTBEAT_SECONDS", 60)
    await anext(reading)
    parts.sessions.forget_person(session.caller.operator_id)
    parts.live.publish(event())

    assert (await anext(reading)).event == "PrintReleased"
    await reading.aclose()


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


def test_an_enterprise_may_not_open_streams_without_end(http, parts, monkeypatch):
    monkeypatch.setattr(route, "MOST_STREAMS", 0)

    assert http.get("/api/v1/events").status_code == 429


def test_a_session_view_of_the_examples_is_the_enterprise_of_these_tests():
    assert EXAMPLES["CurrentSession"]["caller"]["enterprise_code"] == OWN
