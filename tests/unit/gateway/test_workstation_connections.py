"""A workstation's one WebSocket: proven first, then told of its jobs, and ended when revoked."""

import hashlib
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from contracts.printing import PrintJobView, RecordEvidence
from contracts.workstation_program import WorkstationConnected
from contracts.workstations import (
    Connection,
    ConnectWorkstation,
    KeepPresence,
    PresenceKept,
    Reminded,
)
from gateway.connections import Connections, Notice
from gateway.examples import EXAMPLES
from gateway.live import LiveEvent
from gateway.routes.workstation_connections import REFUSED
from gateway.specimens import PROOF, WORKSTATION_ID
from tests.unit.gateway.fakes import Socket

AT = UUID(WORKSTATION_ID)
REMINDED = Reminded(workstation_id=AT, count=1, told_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
STATE = json.dumps(EXAMPLES["WorkstationState"])


pytestmark = pytest.mark.anyio


@pytest.fixture
def connect(app, rpc):
    """A connection that was made and said its hello; its challenge beside it."""
    rpc.answer(ConnectWorkstation, WorkstationConnected.from_wire(EXAMPLES["WorkstationConnected"]))

    @asynccontextmanager
    async def connected(proof=PROOF, state=STATE):
        async with Socket(app, "/api/v1/workstations/connection") as socket:
            challenge = (await socket.hear())["challenge"]
            await socket.say({"proof": proof, "state": state})
            yield socket, challenge

    return connected


@pytest.mark.rule("R67")
async def test_a_workstation_that_proves_its_key_is_welcome_and_told_where_it_stands(connect, rpc):
    async with connect() as (socket, challenge):
        welcome = await socket.hear()

    asked = rpc.last(ConnectWorkstation)
    assert (welcome["kind"], welcome["presence"]["case"]) == ("welcome", "running")
    assert (asked.challenge, asked.proof.header()) == (challenge, PROOF)


async def test_no_two_connections_get_the_same_challenge(connect):
    async with connect() as (_, first), connect() as (_, second):
        assert first != second


@pytest.mark.parametrize("proof", ["", "front-desk", "x" * 400])
async def test_what_is_no_hello_ends_the_connection(connect, proof):
    async with connect(proof=proof) as (socket, _):
        refusal, code = await socket.hear(), await socket.end()

    assert (refusal["kind"], refusal["code"]) == ("refused", "request.invalid")
    assert code == REFUSED


async def test_a_workstation_that_print_svc_refuses_hears_why_in_both_languages(connect, rpc):
    rpc.refuse(ConnectWorkstation, "workstation.revoked")

    async with connect() as (socket, _):
        refusal = await socket.hear()

    assert refusal["code"] == "workstation.revoked"
    assert refusal["message_zh"] == "该电脑的登记已被撤销"
    assert refusal["message_en"] == "This workstation was revoked"


async def test_jobs_that_wait_are_told_and_a_revocation_ends_it(connect, parts):
    async with connect() as (socket, _):
        await socket.hear()
        parts.workstations.notify([AT], Notice.JOBS)
        notice = await socket.hear()
        parts.workstations.drop([AT])
        refusal, code = await socket.hear(), await socket.end()

    assert notice == {"kind": "jobs_waiting"}
    assert (refusal["code"], code) == ("workstation.revoked", REFUSED)


async def test_what_changed_of_a_workstation_is_kept_by_the_same_connection(connect, rpc):
    changed = json.dumps(EXAMPLES["WorkstationState"] | {"printers": []})

    async with connect() as (socket, challenge):
        await socket.hear()
        first = rpc.last(ConnectWorkstation)
        await socket.say({"kind": "state", "proof": PROOF, "state": changed})
        await socket.say("that is all")
        await socket.end()

    asked = rpc.last(ConnectWorkstation)
    assert (asked.challenge, asked.connection_id) == (challenge, first.connection_id)
    assert asked.state.printers == ()
    assert asked.content_sha256 == hashlib.sha256(changed.encode()).hexdigest()


async def test_whoever_talks_after_the_hello_is_cut_off(connect):
    async with connect() as (socket, _):
        await socket.hear()
        await socket.say("more")
        code = await socket.end()

    assert code == REFUSED


async def test_a_job_issued_through_another_gateway_is_told_too(rpc):
    connections = Connections(rpc)
    event = _event("PrintIssued")

    with connections.holding(AT, uuid4()) as held, connections.holding(uuid4(), uuid4()) as other:
        connections.hear(event)

    assert (held.notices, other.notices) == ({Notice.JOBS}, frozenset())


@pytest.mark.rule("R69")
async def test_a_beat_tells_of_all_that_is_held_and_of_what_was_lost_once(rpc):
    connections = Connections(rpc)
    rpc.answer(KeepPresence, PresenceKept(waiting=(AT,)))
    here, lost = uuid4(), uuid4()

    with connections.holding(AT, here) as held:
        with connections.holding(AT, lost):
            pass
        await connections.tell(everything=True)
        first = rpc.last(KeepPresence)
        await connections.tell(everything=True)

    assert first.connected == (Connection(workstation_id=AT, connection_id=here),)
    assert first.lost == (Connection(workstation_id=AT, connection_id=lost),)
    assert rpc.last(KeepPresence).lost == ()
    assert Notice.JOBS in held.notices


@pytest.mark.rule("R72")
async def test_a_reminder_is_told_as_a_notice_that_says_nothing_of_the_print(connect, parts):
    async with connect() as (socket, _):
        await socket.hear()
        parts.workstations.hear(_event("PrintUnanswered"))
        notice = await socket.hear()

    assert notice == {"kind": "prints_unanswered"}


async def test_a_reminder_that_went_through_another_gateway_reaches_its_workstation_alone(rpc):
    connections = Connections(rpc)

    with connections.holding(AT, uuid4()) as held, connections.holding(uuid4(), uuid4()) as other:
        connections.hear(_event("PrintUnanswered"))

    assert (held.notices, other.notices) == ({Notice.UNANSWERED}, frozenset())


@pytest.mark.parametrize("answer", ["PrintCompleted", "PrintFailed"])
async def test_an_answer_is_told_where_somebody_was_reminded_and_nowhere_else(rpc, answer):
    connections = Connections(rpc)
    rpc.answer(KeepPresence, PresenceKept(reminded=(REMINDED,)))

    with connections.holding(AT, uuid4()) as held:
        connections.hear(_event(answer))
        before = held.notices
        await connections.tell(everything=True)
        held.notices = frozenset()
        connections.hear(_event(answer))

    assert (before, held.notices) == (frozenset(), {Notice.UNANSWERED})


async def test_a_beat_makes_good_a_reminder_whose_event_was_lost(rpc):
    connections = Connections(rpc)
    rpc.answer(KeepPresence, PresenceKept(reminded=(REMINDED,)))

    with connections.holding(AT, uuid4()) as held, connections.holding(uuid4(), uuid4()) as other:
        await connections.tell(everything=True)

    assert (held.notices, other.notices) == ({Notice.UNANSWERED}, frozenset())


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ((REMINDED,), False),
        ((), True),
        ((REMINDED.model_copy(update={"count": 2}),), True),
        ((REMINDED.model_copy(update={"told_at": REMINDED.told_at + timedelta(days=2)}),), True),
    ],
    ids=["the same", "answered", "one more", "escalated"],
)
async def test_a_beat_tells_again_only_of_what_is_otherwise_than_at_the_last(rpc, now, told):
    connections = Connections(rpc)

    with connections.holding(AT, uuid4()) as held:
        rpc.answer(KeepPresence, PresenceKept(reminded=(REMINDED,)))
        await connections.tell(everything=True)
        held.notices = frozenset()
        rpc.answer(KeepPresence, PresenceKept(reminded=now))
        await connections.tell(everything=True)

    assert (Notice.UNANSWERED in held.notices) is told


async def test_connections_that_ended_elsewhere_make_nobody_ask_again(rpc):
    connections = Connections(rpc)
    rpc.answer(KeepPresence, PresenceKept(reminded=(REMINDED,)))

    with connections.holding(AT, uuid4()) as held:
        await connections.tell(everything=True)
        held.notices = frozenset()
        rpc.answer(KeepPresence, PresenceKept())
        with connections.holding(uuid4(), uuid4()):
            pass
        await connections.tell(everything=False)

    assert not held.notices


async def test_print_svc_that_is_away_is_told_next_time(rpc):
    connections = Connections(rpc)

    with connections.holding(AT, uuid4()) as held:
        await connections.tell(everything=True)
        rpc.answer(KeepPresence, PresenceKept(gone=(AT,)))
        await connections.tell(everything=True)

    assert held.gone


async def test_evidence_is_told_over_the_connection_and_answered_by_its_number(connect, rpc):
    rpc.answer(RecordEvidence, PrintJobView.from_wire(EXAMPLES["PrintJobView"]))
    evidence = json.dumps({"job_state": "processing", "state_reasons": ["media-jam"]})

    async with connect() as (socket, _):
        await socket.hear()
        await socket.say(_told(evidence))
        answer = await socket.hear()

    asked = rpc.last(RecordEvidence)
    assert answer == {"kind": "recorded", "number": 7}
    assert asked.content_sha256 == hashlib.sha256(evidence.encode()).hexdigest()
    assert asked.evidence.state_reasons == ("media-jam",)


@pytest.mark.parametrize(
    ("evidence", "code"),
    [("{}", "request.invalid"), ('{"job_state": "pending"}', "workstation.wrong_proof")],
)
async def test_evidence_that_is_refused_says_why_and_ends_nothing(connect, rpc, evidence, code):
    rpc.refuse(RecordEvidence, "workstation.wrong_proof")

    async with connect() as (socket, _):
        await socket.hear()
        await socket.say(_told(evidence))
        first = await socket.hear()
        await socket.say(_told(evidence))
        again = await socket.hear()

    assert (first["kind"], first["code"], first["number"]) == ("not_recorded", code, 7)
    assert again == first


def _event(kind):
    return LiveEvent("1", kind, "", "", {"workstation_id": WORKSTATION_ID}, "", None)


def _told(evidence: str) -> dict[str, object]:
    return {
        "kind": "evidence",
        "number": 7,
        "ticket": "tk-1",
        "proof": PROOF,
        "evidence": evidence,
    }
