"""Customs in traces: what its console is told to do, and what it hears."""

from contextlib import closing
from typing import cast
from uuid import uuid4

import pytest

from contracts import tracing
from contracts.settings import TracesSettings
from contracts.traces import caller_of, span_id_of
from customs.broker.tracing import hearing
from customs.console.app import make_app
from customs.entrypoints.heard import Heard
from customs.parts import Parts
from tests.factories import declarer_filed
from tests.otlp import receiving
from tests.unit.gateway.fakes import Http


@pytest.fixture
def receiver():
    with receiving() as receiver:
        tracing.record("customs", TracesSettings(traces_url=receiver.url), lambda *_: None)
        yield receiver
        tracing.stop()


@pytest.fixture
def console():
    with closing(Http(make_app(cast("Parts", None), {}))) as console:
        yield console


@pytest.fixture
def call() -> str:
    """Of the gateway."""
    return uuid4().hex


def heard(stack: list[str], traceparent: str | None = None) -> Heard:
    return Heard("customs.on_declarer", declarer_filed(), uuid4(), stack, traceparent)


def test_a_call_of_the_console_stands_below_that_of_the_gateway(console, receiver, call):
    console.post("/applications", json={}, headers={"x-call-id": call})

    [span] = receiver.wait_for(1)
    assert (span.name, span.trace) == ("POST /applications", call)
    assert span.parent == f"{span_id_of(call):016x}"
    assert span.attributes["http.response.status_code"] == 422


def test_two_calls_with_one_call_id_are_two_spans_of_one_trace(console, receiver, call):
    console.post("/applications", json={}, headers={"x-call-id": call})
    console.post("/applications", json={}, headers={"x-call-id": call})

    first, second = receiver.wait_for(2)
    assert first.trace == second.trace == call
    assert first.span != second.span


def test_what_is_heard_stands_below_its_publishing(receiver, call):
    told = f"00-{call}-00000000000000aa-01"

    with hearing([heard([call], told)]):
        pass

    [span] = receiver.wait_for(1)
    assert (span.name, span.kind, span.trace) == ("customs.on_declarer", "consumer", call)
    assert span.parent == "00000000000000aa"


def test_what_is_said_of_it_stands_below_its_hearing(receiver, call):
    with hearing([heard([call])]) as group:
        stack = group[0].call_ids

    [span] = receiver.wait_for(1)
    assert stack[0] == call
    assert f"{caller_of(stack).span:016x}" == span.span


def test_each_event_of_a_group_is_seen_in_its_own_trace(receiver, call):
    other = uuid4().hex

    with hearing([heard([call]), heard([other])]):
        pass

    assert {span.trace for span in receiver.wait_for(2)} == {call, other}
