"""The gateway's own process between HTTP, a real broker and a real object store."""

import hashlib
import json
import threading
import time

import httpx
import pytest

from contracts.authorization import AgentGrantList, ListPrincipals
from contracts.certificate_lists import CertificatePage, ListCertificates
from contracts.certificates import GetCertificate
from contracts.errors import Refused
from contracts.exceptions import ListExceptionReasons
from contracts.printing import DocumentReleased, PrintReleased, ReleaseDocument
from contracts.proofs import HEADER
from contracts.seals import InspectionTried, InspectScan
from contracts.values import ObjectRef
from contracts.verification import Verification, VerifyPdf
from gateway.examples import EXAMPLES
from gateway.specimens import CERTIFICATE_NO as NO
from gateway.specimens import ENTERPRISE, JOB_ID, ORIGINAL_SERIAL, PROOF
from tests.integration.gateway.process import running_gateway
from tests.integration.gateway.responder import SILENCE

MIB = 1024 * 1024


def test_a_question_goes_to_its_service_and_the_answer_comes_back(http, services):
    services.teach(ListCertificates, CertificatePage.from_wire(EXAMPLES["CertificatePage"]))

    response = http.get("/api/v1/certificates?destination=AU")

    assert response.status_code == 200
    assert response.json()["certificates"][0]["certificate_no"] == NO
    name, fields, headers = services.asked[-1]
    assert (name, fields["destination"]) == ("cert_svc.list_certificates", ["AU"])
    assert headers["nameko.call_id_stack"] == [response.headers["x-call-id"]]


def test_a_refusal_crosses_the_wire_with_its_details(http, services):
    def refuse(_):
        raise Refused("session.locked", {"seconds": 30})

    services.teach(GetCertificate, refuse)

    response = http.get(f"/api/v1/certificates/{NO}")

    assert (response.status_code, response.headers["retry-after"]) == (429, "30")


def test_a_service_nobody_runs_is_unavailable_at_once(http):
    started = time.monotonic()
    response = http.get("/api/v1/exception-reasons")

    assert (response.status_code, response.json()["code"]) == (503, "service.unavailable")
    assert time.monotonic() - started < 0.8
    assert ListExceptionReasons.SERVICE == "exception_svc"


def test_a_service_that_never_answers_is_unavailable_after_the_time_set(http, services):
    services.teach(GetCertificate, SILENCE)

    started = time.monotonic()
    response = http.get(f"/api/v1/certificates/{NO}")

    assert response.json()["code"] == "service.unavailable"
    assert 2.9 < time.monotonic() - started < 5


def test_a_defect_of_a_service_stays_inside(http, services, log_file):
    services.teach(GetCertificate, lambda fields: fields["nothing of the kind"])

    response = http.get(f"/api/v1/certificates/{NO}")

    assert (response.status_code, response.json()["code"]) == (500, "service.failed")
    assert "nothing of the kind" not in response.text
    lines = [json.loads(line) for line in log_file.read_text().splitlines()]
    failures = [line for line in lines if line["event"] == "rpc_failed"]
    assert failures[-1]["error_type"] == "KeyError"
    assert failures[-1]["call_id"] == response.headers["x-call-id"]


def test_an_answer_that_is_not_the_contracts_is_a_defect(http, services):
    services.teach(GetCertificate, lambda _: {"certificate_no": 7})

    assert http.get(f"/api/v1/certificates/{NO}").json()["code"] == "service.failed"


def test_a_big_upload_reaches_the_service_encrypted_and_is_gone_afterwards(http, services, store):
    pdf = b"%PDF-1.7" + bytes(64 * MIB - 8)
    seen = {}

    def verify(fields):
        ref = ObjectRef.model_validate(fields["document"])
        seen.update(key=ref.key, whole=store.get(ref) == pdf)
        return Verification.from_wire(EXAMPLES["Verification"])

    services.teach(VerifyPdf, verify)

    response = http.post("/api/v1/verify", files={"document": pdf})

    assert (response.status_code, seen["whole"]) == (200, True)
    with pytest.raises(Refused, match=r"object\.missing"):
        store.get(ObjectRef(key=seen["key"], sha256=hashlib.sha256(pdf).hexdigest()))


def test_an_upload_over_the_limit_is_refused_and_the_next_one_is_not(http, services):
    services.teach(VerifyPdf, Verification.from_wire(EXAMPLES["Verification"]))

    refused = http.post("/api/v1/verify", files={"document": bytes(65 * MIB)})
    accepted = http.post("/api/v1/verify", files={"document": b"%PDF-1.7"})

    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")
    assert accepted.status_code == 200


def test_an_upload_that_announces_no_length_is_counted(http):
    def endless():
        for _ in range(70):
            yield bytes(MIB)

    response = http.post(
        "/api/v1/verify", content=endless(), headers={"content-type": "application/pdf"}
    )

    assert response.status_code == 413


@pytest.mark.parametrize("kind", ["image/jpeg", "application/json", "text/plain", ""])
def test_an_upload_of_a_wrong_content_type_is_refused(http, kind):
    response = http.post("/api/v1/seals", content=b"scan", headers={"content-type": kind})

    assert (response.status_code, response.json()["code"]) == (415, "request.content_type")


def test_a_body_that_is_no_json_is_refused(http):
    response = http.post(
        "/api/v1/agent-grants", content=b"agent_code=1", headers={"content-type": "text/plain"}
    )

    assert (response.status_code, response.json()["code"]) == (422, "request.invalid")


def test_the_picture_of_an_inspection_is_read_once(http, services, store):
    overlay = store.put("seals/specimen/overlay.png", b"\x89PNG specimen")
    report = EXAMPLES["Inspection"]["report"]
    services.teach(
        InspectScan, InspectionTried.from_wire({"report": report, "overlay": overlay.model_dump()})
    )

    response = http.post("/api/v1/seals/inspections", files={"scan": b"scan"})

    assert response.json()["report"]["verdict"] == "ok"
    with pytest.raises(Refused, match=r"object\.missing"):
        store.get(overlay)


def test_a_ticket_fetches_its_document_from_the_store(address, services, store):
    pdf = b"%PDF-1.7 specimen"
    document = store.put("prints/specimen/document.pdf", pdf)
    released = {"job": EXAMPLES["PrintJobView"], "document": document.model_dump()}
    services.teach(ReleaseDocument, DocumentReleased.from_wire(released))

    response = httpx.get(f"{address}/api/v1/print-tickets/tk-1/document", headers={HEADER: PROOF})

    assert response.content == pdf
    assert response.headers["x-content-sha256"] == hashlib.sha256(pdf).hexdigest()
    assert response.headers["x-print-job"] == JOB_ID


def test_tickets_and_tokens_stand_in_no_log(address, services, log_file):
    httpx.get(f"{address}/api/v1/print-tickets/tk-9137/document", headers={HEADER: PROOF})
    httpx.get(f"{address}/api/v1/operators", headers={"authorization": "Bearer tk-4711"})

    written = log_file.read_text()
    assert "http_answered" in written
    assert "tk-9137" not in written
    assert "tk-4711" not in written


def test_a_browser_sees_what_happens_to_its_enterprise_alone(http, services):
    services.teach(ListPrincipals, AgentGrantList(grants=()))
    strange, own = _released("910000000000000031"), _released(ENTERPRISE)

    with http.stream("GET", "/api/v1/events") as stream:
        lines = stream.iter_lines()
        _read_until(lines, "event: ready")
        services.publish(strange)
        sent = services.publish(own)
        _read_until(lines, "event: PrintReleased", "event: ")

    assert stream.headers["content-type"].startswith("text/event-stream")
    again = _missed(http, after=sent)
    assert again == ["event: ready"]


def test_an_open_stream_holds_up_no_stop(servers, services, bucket, store, tmp_path):
    services.teach(ListPrincipals, AgentGrantList(grants=()))
    headers = {"authorization": "Bearer tk-specimen"}
    gateway = running_gateway(servers, services.amqp_url, bucket, tmp_path / "log.jsonl")
    address = gateway.__enter__()
    with httpx.stream("GET", f"{address}/api/v1/events", headers=headers) as stream:
        _read_until(stream.iter_lines(), "event: ready")
        started = time.monotonic()
        gateway.__exit__(None, None, None)

    assert time.monotonic() - started < 8


def _released(enterprise_code):
    return PrintReleased(
        enterprise_code=enterprise_code,
        job_id=JOB_ID,
        certificate_no=NO,
        revision=1,
        parts=("original",),
        print_serial=ORIGINAL_SERIAL,
        released_at="2026-03-02T09:00:00+08:00",
    )


def _read_until(lines, wanted, among="event: "):
    """The next line that starts so must be the one that is wanted."""
    for line in lines:
        if line.startswith(among):
            assert line == wanted
            return
    raise AssertionError(f"{wanted} never came")


def _missed(http, after):
    headers = {"last-event-id": after}
    with http.stream("GET", "/api/v1/events", headers=headers) as stream:
        return [next(line for line in stream.iter_lines() if line.startswith("event: "))]


def test_readiness_and_metrics_are_there(address, http, services):
    services.teach(ListCertificates, CertificatePage.from_wire(EXAMPLES["CertificatePage"]))
    http.get("/api/v1/certificates")

    assert httpx.get(f"{address}/readyz").json() == {"broker": True, "objects": True}
    metrics = httpx.get(f"{address}/metrics").text
    assert 'originprint_http_responses_total{route="gateway.list_certificates"' in metrics
    assert 'entrypoint="gateway.rpc.cert_svc.list_certificates"' in metrics


def test_many_calls_at_once_each_get_their_own_answer(address, services):
    services.teach(
        GetCertificate,
        lambda fields: EXAMPLES["CertificateView"] | {"destination": fields["certificate_no"]},
    )
    wrong = []

    def ask(number):
        with httpx.Client(headers={"authorization": "Bearer tk-specimen"}) as client:
            for turn in range(10):
                text = f"{number}-{turn}"
                answer = client.get(f"{address}/api/v1/certificates/{text}")
                wrong.extend([] if answer.json()["destination"] == text else [answer.text])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
