"""What every response carries, and what a request may bring along."""

import pytest

from contracts.authorization import AgentGrantView, GrantAgent
from contracts.printing import PrintJobView, RecordEvidence
from gateway.examples import EXAMPLES

GRANT = EXAMPLES["NewGrant"]


def test_every_response_names_its_call_and_forbids_sniffing_framing_and_caching(anonymous):
    response = anonymous.get("/healthz")

    assert len(response.headers["x-call-id"]) == 32
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def test_no_two_calls_share_an_id(anonymous):
    first, second = anonymous.get("/healthz"), anonymous.get("/healthz")

    assert first.headers["x-call-id"] != second.headers["x-call-id"]


@pytest.mark.parametrize("key", ["7c1f6f6e", "a key with blanks", "x" * 200])
def test_an_idempotency_key_goes_down_with_the_command(http, rpc, key):
    rpc.answer(GrantAgent, AgentGrantView.from_wire(EXAMPLES["AgentGrantView"]))

    http.post("/api/v1/agent-grants", json=GRANT, headers={"idempotency-key": key})

    assert rpc.last(GrantAgent).idempotency_key == key


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_a_key_that_is_empty_too_long_or_unprintable_is_refused(http, key):
    response = http.post("/api/v1/agent-grants", json=GRANT, headers={"idempotency-key": key})

    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == "header.Idempotency-Key"


def test_a_workstation_may_have_a_chinese_name(anonymous, rpc):
    rpc.answer(RecordEvidence, PrintJobView.from_wire(EXAMPLES["PrintJobView"]))

    anonymous.post(
        "/api/v1/print-tickets/tk-specimen/evidence",
        json=EXAMPLES["Evidence"],
        headers={"x-workstation": "%E5%89%8D%E5%8F%B0"},
    )

    assert rpc.last(RecordEvidence).workstation == "前台"


def test_a_ticket_without_a_workstation_is_refused(anonymous):
    response = anonymous.get("/api/v1/print-tickets/tk-specimen/document")

    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == "header.X-Workstation"
