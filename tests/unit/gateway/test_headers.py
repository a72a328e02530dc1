"""What every response carries, and what a request may bring along."""

import hashlib

import pytest

from contracts.authorization import AgentGrantView, GrantAgent
from contracts.printing import PrintJobView, RecordEvidence
from gateway.examples import EXAMPLES
from gateway.specimens import PROOF

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


def test_evidence_goes_down_with_its_proof_and_the_digest_of_what_was_sent(anonymous, rpc):
    rpc.answer(RecordEvidence, PrintJobView.from_wire(EXAMPLES["PrintJobView"]))
    body = b'{"job_state":  "completed"}'

    anonymous.post(
        "/api/v1/print-tickets/tk-specimen/evidence",
        content=body,
        headers={"x-workstation-proof": PROOF, "content-type": "application/json"},
    )

    asked = rpc.last(RecordEvidence)
    assert asked.proof.header() == PROOF
    assert asked.content_sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("headers", [{}, {"x-workstation-proof": "front-desk"}])
def test_a_ticket_without_a_proof_is_refused(anonymous, headers):
    response = anonymous.get("/api/v1/print-tickets/tk-specimen/document", headers=headers)

    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == "header.X-Workstation-Proof"
