"""A scan asked of a workstation: for the session that asked, and never through the browser."""

import hashlib
from uuid import UUID, uuid4

import pytest

from contracts.base import Done
from contracts.scan_requests import (
    AskScan,
    BeginScanUpload,
    FinishScanRequest,
    GetScanRequest,
    KeepScan,
    ScanRequestView,
    ScanUpload,
    TakenScan,
    TakeScan,
    WithdrawScanRequest,
)
from contracts.seals import InspectionTried, InspectScan, MakeSeal, MakeSignature, StampView
from contracts.values import LoginMedium, ObjectRef, StampKind
from gateway.connections import Connections, Notice
from gateway.examples import EXAMPLES
from gateway.live import LiveEvent
from gateway.specimens import PROOF, WORKSTATION_ID

AT = UUID(WORKSTATION_ID)
REQUEST = EXAMPLES["ScanRequestView"]["request_id"]
PATH = f"/api/v1/scan-requests/{REQUEST}"
SENT = f"/api/v1/workstations/scan-requests/{REQUEST}/scan"
KEY = f"workstation-scans/{REQUEST}/scan"
SCAN = b"\xff\xd8" + bytes(1000)
DIGEST = hashlib.sha256(SCAN).hexdigest()
REF = ObjectRef(key=KEY, sha256=DIGEST)
UPLOAD = ScanUpload(enterprise_code="91310000MA1FL0000N", upload_id=uuid4(), key=KEY)


@pytest.fixture
def session(session):
    """Scans are asked for with the legal person's card."""
    card = session.caller.model_copy(update={"medium": LoginMedium.LEGAL_PERSON_CARD})
    return session.model_copy(update={"caller": card})


def taken(rpc, kind):
    rpc.answer(TakeScan, TakenScan(kind=kind, scan=REF))
    rpc.answer(FinishScanRequest, Done())


def send(client, body=SCAN, digest=DIGEST):
    headers = {
        "X-Workstation-Proof": PROOF,
        "X-Content-SHA256": digest,
        "Content-Type": "application/octet-stream",
    }
    return client.post(SENT, content=body, headers=headers)


def test_a_scan_is_asked_of_the_workstation_for_the_session_that_asks(http, rpc, session):
    rpc.answer(AskScan, ScanRequestView.from_wire(EXAMPLES["ScanRequestView"]))

    answer = http.post(
        f"/api/v1/workstations/{WORKSTATION_ID}/scan-requests",
        json=EXAMPLES["WantedScan"],
        headers={"Idempotency-Key": "one"},
    )

    asked = rpc.last(AskScan)
    assert answer.status_code == 201
    assert (asked.workstation_id, asked.session_id) == (AT, session.session_id)
    assert (asked.kind, asked.scanner) == ("seal", EXAMPLES["WantedScan"]["scanner"])
    assert asked.idempotency_key == "one"


def test_its_progress_and_its_end_are_the_session_s_alone(http, rpc, session):
    rpc.answer(GetScanRequest, ScanRequestView.from_wire(EXAMPLES["ScanRequestView"]))
    rpc.answer(WithdrawScanRequest, ScanRequestView.from_wire(EXAMPLES["ScanRequestView"]))

    http.get(PATH)
    http.delete(PATH)

    assert rpc.last(GetScanRequest).session_id == session.session_id
    assert rpc.last(WithdrawScanRequest).session_id == session.session_id


def test_what_came_is_inspected_in_the_name_of_who_asked(http, rpc, session):
    taken(rpc, StampKind.SIGNATURE)
    report = EXAMPLES["Inspection"]["report"]
    rpc.answer(InspectScan, InspectionTried.from_wire({"report": report}))

    answer = http.post(f"{PATH}/inspection")

    asked = rpc.last(InspectScan)
    assert answer.json()["report"]["verdict"] == report["verdict"]
    assert (asked.caller, asked.kind, asked.scan) == (session.caller, StampKind.SIGNATURE, REF)
    assert rpc.last(TakeScan).session_id == session.session_id


def test_a_seal_is_made_of_what_came_and_the_request_is_over(http, rpc):
    taken(rpc, StampKind.SEAL)
    rpc.answer(MakeSeal, StampView.from_wire(EXAMPLES["StampView"]))

    answer = http.post(
        f"{PATH}/seal", json=EXAMPLES["SealForm"], headers={"Idempotency-Key": "one"}
    )

    made = rpc.last(MakeSeal)
    assert answer.status_code == 201
    assert (made.scan, made.idempotency_key) == (REF, "one")
    assert rpc.last(FinishScanRequest).request_id == UUID(REQUEST)


def test_a_signature_is_made_of_a_signature_s_scan_only(http, rpc):
    taken(rpc, StampKind.SEAL)
    rpc.answer(MakeSignature, StampView.from_wire(EXAMPLES["StampView"]))

    refused = http.post(f"{PATH}/signature", json=EXAMPLES["SignatureForm"])
    taken(rpc, StampKind.SIGNATURE)
    answer = http.post(f"{PATH}/signature", json=EXAMPLES["SignatureForm"])

    assert (refused.status_code, refused.json()["code"]) == (404, "scan.unknown_request")
    assert answer.status_code == 201


def test_a_stamp_that_was_made_is_told_of_though_its_request_could_not_be_ended(http, rpc):
    taken(rpc, StampKind.SEAL)
    rpc.answer(MakeSeal, StampView.from_wire(EXAMPLES["StampView"]))
    rpc.refuse(FinishScanRequest, "service.unavailable")

    assert http.post(f"{PATH}/seal", json=EXAMPLES["SealForm"]).status_code == 201


def test_a_scan_from_the_workstation_is_kept_for_its_enterprise(anonymous, rpc, objects):
    rpc.answer(BeginScanUpload, UPLOAD)
    rpc.answer(KeepScan, Done())

    answer = send(anonymous)

    begun, kept = rpc.last(BeginScanUpload), rpc.last(KeepScan)
    assert answer.status_code == 204
    assert (begun.content_sha256, str(begun.request_id)) == (DIGEST, REQUEST)
    assert (kept.upload_id, kept.scan) == (UPLOAD.upload_id, REF)
    assert objects.kept[KEY] == SCAN


def test_nothing_is_read_of_a_scan_without_its_proof(anonymous, rpc, objects):
    rpc.refuse(BeginScanUpload, "workstation.wrong_proof")

    assert send(anonymous).json()["code"] == "workstation.wrong_proof"

    assert objects.kept == {}


def test_another_content_than_the_proven_one_is_not_kept(anonymous, rpc, objects):
    rpc.answer(BeginScanUpload, UPLOAD)

    answer = send(anonymous, body=SCAN + b"!")

    assert (answer.status_code, answer.json()["code"]) == (403, "workstation.wrong_proof")
    assert objects.kept == {}


def test_a_scan_is_no_larger_than_any_upload(anonymous, rpc, objects):
    rpc.answer(BeginScanUpload, UPLOAD)
    large = bytes(2 * 1024 * 1024)

    answer = send(anonymous, large, hashlib.sha256(large).hexdigest())

    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    assert objects.kept == {}


def test_a_scan_whose_request_ended_meanwhile_does_not_stay(anonymous, rpc, objects):
    rpc.answer(BeginScanUpload, UPLOAD)
    rpc.refuse(KeepScan, "scan.unknown_request")

    assert send(anonymous).status_code == 404

    assert objects.kept == {}


@pytest.mark.anyio
async def test_a_scan_asked_for_through_another_gateway_is_told_too(rpc):
    connections = Connections(rpc)
    fields = {"workstation_id": WORKSTATION_ID}

    with connections.holding(AT, uuid4()) as held, connections.holding(uuid4(), uuid4()) as other:
        connections.hear(LiveEvent("1", "ScanAsked", "", "", fields, "", None))

    assert (held.notices, other.notices) == ({Notice.SCAN_REQUESTS}, frozenset())
