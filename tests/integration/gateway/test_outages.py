"""Broker and object store go away and come back; the gateway says so and goes on by itself."""

import threading
import time
import uuid

import httpx
import pytest

from contracts.authorization import AgentGrantList, GetSession, ListPrincipals, SessionView
from contracts.certificate_lists import CertificatePage, ListCertificates
from contracts.certificates import GetCertificate
from contracts.verification import Verification, VerifyPdf
from gateway.examples import EXAMPLES
from tests.integration.gateway.process import await_checks, make_store, running_gateway
from tests.integration.gateway.responder import SILENCE, running_responder

SERVICES = ("auth_svc", "cert_svc", "print_svc")


@pytest.fixture(scope="module")
def services(own_servers):
    with running_responder(own_servers.amqp_url, *SERVICES) as responder:
        responder.teach(GetSession, SessionView.from_wire(EXAMPLES["CurrentSession"]))
        responder.teach(ListPrincipals, AgentGrantList(grants=()))
        responder.teach(ListCertificates, CertificatePage(certificates=()))
        responder.teach(GetCertificate, SILENCE)
        responder.teach(VerifyPdf, Verification.from_wire(EXAMPLES["Verification"]))
        yield responder


@pytest.fixture(scope="module")
def address(own_servers, services, tmp_path_factory):
    bucket = f"gateway-{uuid.uuid4().hex[:12]}"
    make_store(own_servers, bucket)
    log = tmp_path_factory.mktemp("gateway") / "log.jsonl"
    settings = {"ORIGINPRINT_RPC_TIMEOUT_SECONDS": "30"}
    with running_gateway(own_servers, own_servers.amqp_url, bucket, log, **settings) as address:
        yield address


@pytest.fixture
def http(address):
    headers = {"authorization": "Bearer tk-specimen"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def restart_broker(own_servers, address, services):
    """Kills the broker, lets the test look at the outage, and has everybody back afterwards."""

    def restart(during):
        own_servers.kill_broker()
        try:
            await_checks(address, broker=False, objects=True)
            during()
        finally:
            own_servers.start_broker()
            services.reconnect(*SERVICES)
        await_checks(address, broker=True, objects=True)

    return restart


def test_calls_in_an_outage_fail_at_once_and_calls_after_it_succeed(http, restart_broker):
    refused = []

    def ask():
        started = time.monotonic()
        refused.append((http.get("/api/v1/certificates"), time.monotonic() - started))

    restart_broker(during=ask)

    response, seconds = refused[0]
    assert (response.status_code, response.json()["code"]) == (503, "service.unavailable")
    assert seconds < 1
    assert http.get("/api/v1/certificates").status_code == 200


def test_a_call_that_waits_when_the_broker_dies_ends_with_it(http, restart_broker):
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(http.get("/api/v1/certificates/A26")))
    waiting.start()
    time.sleep(0.5)

    restart_broker(during=lambda: waiting.join(timeout=60))

    assert [answer.json()["code"] for answer in answers] == ["service.unavailable"]


def test_a_browser_is_told_to_start_afresh_when_the_broker_died(http, restart_broker):
    seen = []

    def read():
        with http.stream("GET", "/api/v1/events") as stream:
            seen.extend(line for line in stream.iter_lines() if line.startswith("event: "))

    reading = threading.Thread(target=read)
    reading.start()
    time.sleep(0.5)

    restart_broker(during=lambda: reading.join(timeout=60))

    assert seen == ["event: ready", "event: reset"]


def test_no_stream_opens_in_an_outage(http, restart_broker):
    seen = []

    def read():
        with http.stream("GET", "/api/v1/events") as stream:
            seen.append(stream.status_code)

    restart_broker(during=read)

    assert seen == [503]


def test_an_upload_while_the_store_is_away_is_unavailable_all_else_goes_on_and_later_it_succeeds(
    http, own_servers, address
):
    own_servers.stop_s3()
    try:
        refused = http.post("/api/v1/verify", files={"document": b"%PDF-1.7"})
        ready = http.get("/readyz")
        listed = http.get("/api/v1/certificates")
    finally:
        own_servers.start_s3()

    assert (refused.status_code, refused.json()["code"]) == (503, "service.unavailable")
    assert listed.status_code == 200
    assert (ready.status_code, ready.json()) == (200, {"broker": True, "objects": False})
    await_checks(address, broker=True, objects=True)
    assert http.post("/api/v1/verify", files={"document": b"%PDF-1.7"}).status_code == 200
