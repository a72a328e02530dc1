"""Requests in traces: by their routes' templates, without what stands in a path or a query."""

import asyncio
from types import SimpleNamespace

import pytest

from chassis.testing import TEST_GATEWAY
from contracts import tracing
from contracts.settings import TracesSettings
from contracts.verification import VerifyCode
from gateway.call_ids import begin_call
from gateway.rpc import RpcClient
from tests.otlp import receiving

ROUTE = "/print-tickets/{ticket}/document"


@pytest.fixture
def receiver():
    with receiving() as receiver:
        tracing.record("gateway", TracesSettings(traces_url=receiver.url), lambda *_: None)
        yield receiver
        tracing.stop()


def test_a_request_is_seen_by_its_route_and_status_under_its_call_id(anonymous, receiver):
    response = anonymous.get("/api/v1/print-tickets/tk-marked/document?pin=135790")

    [span] = receiver.wait_for(1)
    assert (span.name, span.kind) == (f"GET {ROUTE}", "server")
    assert span.trace == response.headers["x-call-id"]
    assert span.attributes == {
        "http.request.method": "GET",
        "http.route": ROUTE,
        "http.response.status_code": response.status_code,
        "originprint.call_id": span.trace,
    }


def test_neither_a_path_nor_a_query_nor_a_header_is_told(anonymous, receiver):
    marked = {"authorization": "Bearer tk-marked", "user-agent": "marked"}
    anonymous.get("/api/v1/print-tickets/tk-marked/document?pin=marked", headers=marked)
    anonymous.get("/marked/nowhere?marked", headers=marked)

    receiver.wait_for(2)
    assert not any(b"marked" in body for body in receiver.bodies)


def test_a_trace_that_a_caller_names_is_not_believed(anonymous, receiver):
    anonymous.get("/nowhere", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})

    [span] = receiver.wait_for(1)
    assert (span.trace == "a" * 32, span.parent) == (False, "")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_whoever_asks_whether_it_runs_is_in_no_trace(anonymous, receiver, path):
    anonymous.get(path)
    tracing.stop()

    assert receiver.spans == []


def test_a_request_to_a_service_carries_its_span_beside_its_call_id(receiver):
    sent = []

    async def ask() -> None:
        client = RpcClient(5.0, TEST_GATEWAY)
        client._exchange = SimpleNamespace(publish=lambda message, **_: answer(client, message))
        begin_call()
        await client.relay(VerifyCode(code="marked"))

    async def answer(client: RpcClient, message) -> None:
        sent.append(message)
        client._settle(message.correlation_id, b'{"result":{},"error":null}')

    asyncio.run(ask())

    [span] = receiver.wait_for(1)
    [call] = sent[0].headers["nameko.call_id_stack"]
    assert (span.name, span.kind, span.trace) == ("print_svc.verify_code", "client", call)
    assert sent[0].headers["traceparent"] == f"00-{call}-{span.span}-01"
