"""Live events: to whom, with which fields, and what becomes of slow readers."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from contracts.audit import SAID_BY
from contracts.catalogue import EVENTS
from contracts.envelope import Envelope
from contracts.visible_events import VISIBLE
from gateway import live
from gateway.live import LiveEvent, LiveEvents, live_event

OWN, AGENT, STRANGER = "91000000000000001N", "91000000000000002R", "910000000000000031"
FORBIDDEN = ("id_number", "cutout", "layout", "sha256", "seal", "signatures", "object")


def envelope(kind="PrintReleased", **data):
    return Envelope(
        id=uuid4(),
        source="print_svc",
        type=kind,
        subject="A26SPECIMEN10001",
        time=datetime(2026, 3, 2, tzinfo=UTC),
        dataschema=f"urn:originprint:{kind}:1",
        data={"enterprise_code": OWN, **data},
    )


def event(kind="PrintReleased", **data) -> LiveEvent:
    found = live_event(envelope(kind, **data))
    assert found is not None
    return found


def drained(stream):
    return [stream.waiting.get_nowait() for _ in range(stream.waiting.qsize())]


def test_every_event_has_its_visible_fields_but_records_and_what_tells_of_a_receipt_too_early():
    records = {said.__name__ for said in SAID_BY.values()}

    unseen = {"AuthorizationReceiptIssued", "SealAuthorized"}
    assert set(EVENTS) - set(VISIBLE) == unseen | records
    assert set(VISIBLE) <= set(EVENTS)


@pytest.mark.parametrize("name", sorted(VISIBLE))
def test_visible_fields_exist_and_hold_no_identity_number_and_no_object(name):
    visible = VISIBLE[name]

    assert set(visible) <= set(EVENTS[name].model_fields)
    assert not [field for field in visible if field.endswith(FORBIDDEN)]


def test_only_listed_fields_are_sent():
    released = event(certificate_no="A26SPECIMEN10001", revision=1, declarer_id_number="secret")

    assert released.fields == {"certificate_no": "A26SPECIMEN10001", "revision": 1}


def test_an_event_nobody_listed_is_sent_to_nobody():
    assert live_event(envelope("SomethingNew")) is None


@pytest.mark.anyio
async def test_an_event_reaches_every_stream_of_its_enterprise_and_agent_and_no_other():
    hub = LiveEvents()
    with hub.stream(OWN) as own, hub.stream(AGENT) as agent, hub.stream(STRANGER) as stranger:
        hub.publish(event(agent_code=AGENT))

        assert [len(drained(stream)) for stream in (own, agent, stranger)] == [1, 1, 0]


@pytest.mark.anyio
async def test_a_reader_that_is_too_slow_loses_its_stream(monkeypatch):
    monkeypatch.setattr(live, "STREAM_BACKLOG", 2)
    hub = LiveEvents()
    with hub.stream(OWN) as slow:
        for _ in range(3):
            hub.publish(event())

        assert slow.lost.is_set()


@pytest.mark.anyio
async def test_a_reader_that_comes_back_gets_what_it_missed():
    hub = LiveEvents()
    seen, missed = event(), event()
    hub.publish(seen)
    hub.publish(missed)

    with hub.stream(OWN, after=seen.event_id) as stream:
        assert drained(stream) == [missed]
        assert not stream.lost.is_set()


@pytest.mark.anyio
async def test_a_reader_that_was_away_too_long_is_told_to_start_afresh():
    hub = LiveEvents()
    hub.publish(event())

    with hub.stream(OWN, after="long ago") as stream:
        assert (drained(stream), stream.lost.is_set()) == ([], True)


@pytest.mark.anyio
async def test_a_lost_broker_ends_every_stream_and_forgets_what_was_kept():
    hub = LiveEvents()
    before = event()
    hub.publish(before)
    with hub.stream(OWN) as stream:
        hub.detach()

        assert stream.lost.is_set()
    with hub.stream(OWN, after=before.event_id) as again:
        assert again.lost.is_set()


@pytest.mark.anyio
async def test_a_stream_that_ends_leaves_nothing_behind():
    hub = LiveEvents()
    with hub.stream(OWN):
        assert hub.count(OWN) == 1

    assert (hub.count(OWN), dict(hub._streams)) == (0, {})
