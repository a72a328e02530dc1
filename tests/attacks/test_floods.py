"""Floods: senders that send nothing, too slowly or too much, and what becomes of everybody else."""

import contextlib
import re
import socket
import threading
import uuid
from pathlib import Path

import httpx
import pytest

from contracts.authorization import GetSession, SessionView
from contracts.errors import Refused
from contracts.seals import InspectionTried, InspectScan
from contracts.verification import Verification, VerifyPdf
from gateway.examples import EXAMPLES
from gateway.sessions import digest_of
from tests.integration.gateway.process import make_store, running_gateway
from tests.integration.gateway.responder import running_responder

LARGE = 20 * 1024 * 1024
MADE_UP = 230
FIRST, SECOND = "91000000000000001N", "91000000000000002R"
CODES = {digest_of(code): code for code in (FIRST, SECOND)}
HASTE = {
    "ORIGINPRINT_HEAD_SECONDS": "1",
    "ORIGINPRINT_BODY_GRACE_SECONDS": "1",
    "ORIGINPRINT_RPC_TIMEOUT_SECONDS": "10",
    "ORIGINPRINT_TRUSTED_PROXIES": "127.0.0.2",
}
PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def services(servers):
    name = f"floods-{uuid.uuid4().hex[:12]}"
    with running_responder(servers.create_vhost(name), "auth_svc", "seal_svc", "print_svc") as all_:
        all_.teach(GetSession, _session_of)
        all_.teach(VerifyPdf, Verification.from_wire(EXAMPLES["Verification"]))
        report = {"report": EXAMPLES["Inspection"]["report"]}
        all_.teach(InspectScan, InspectionTried.from_wire(report))
        yield all_
    servers.delete_vhost(name)


def _session_of(fields):
    """The token is the enterprise's code; all others are made up."""
    code = CODES.get(fields["token_sha256"])
    if code is None:
        raise Refused("session.required")
    caller = EXAMPLES["CurrentSession"]["caller"] | {"enterprise_code": code}
    return SessionView.from_wire(EXAMPLES["CurrentSession"] | {"caller": caller})


@pytest.fixture(scope="module")
def address(servers, services, tmp_path_factory):
    bucket = f"floods-{uuid.uuid4().hex[:12]}"
    make_store(servers, bucket)
    log = tmp_path_factory.mktemp("gateway") / "log.jsonl"
    with running_gateway(servers, services.amqp_url, bucket, log, **HASTE) as address:
        yield address


@pytest.fixture
def dial(address):
    """Opens connections to the gateway, which are closed after the test."""
    host, port = address.removeprefix("http://").split(":")
    with contextlib.ExitStack() as opened:

        def dial(sent: bytes, source: str = "127.0.0.1") -> socket.socket:
            connection = opened.enter_context(
                socket.create_connection(
                    (host, int(port)), timeout=PATIENCE_SECONDS, source_address=(source, 0)
                )
            )
            connection.sendall(sent)
            return connection

        yield dial


def head(path: str, length: int, *, token: str = FIRST, kind: str = "application/pdf") -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: gateway.test",
        f"Authorization: Bearer {token}",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def said(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(lambda: connection.recv(65536), b""))
    return b""


def inspect(address: str, token: str) -> httpx.Response:
    return httpx.post(
        f"{address}/api/v1/seals/inspections",
        files={"scan": b"scan"},
        headers={"authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"\r\n\r\n", b"GE"])
def test_a_connection_that_finishes_no_head_is_closed(dial, sent):
    answer = said(dial(sent))

    assert answer.startswith(b"HTTP/1.1 408")


def test_a_head_that_comes_a_byte_at_a_time_is_not_waited_for(dial):
    connection = dial(b"GET /healthz HTTP/1.1\r\n")
    ended = threading.Event()
    dripping = threading.Thread(target=_drip, args=(connection, ended))
    dripping.start()

    answer = said(connection)
    ended.set()
    dripping.join()

    assert answer[:12] in {b"HTTP/1.1 408", b""}


def _drip(connection: socket.socket, ended: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while not ended.wait(0.1):
            connection.sendall(b"X")


def test_a_body_that_does_not_come_is_answered_and_its_connection_closed(dial):
    answer = said(dial(head("/api/v1/verify", 1000)))

    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"code":"request.too_slow"' in answer


def test_a_body_that_was_refused_already_holds_its_connection_no_longer(dial):
    answer = said(dial(head("/api/v1/verify", 1000, kind="text/plain")))

    assert answer.startswith(b"HTTP/1.1 415")


def test_bodies_that_do_not_come_stop_nobodys_public_check(address, dial):
    _ = [dial(head("/api/v1/verify", 1000)) for _ in range(3)]

    answer = httpx.post(
        f"{address}/api/v1/verify",
        files={"document": b"%PDF-1.7"},
        headers={"x-forwarded-for": "198.51.100.7"},
        timeout=PATIENCE_SECONDS,
    )
    other = _verify_from(address, "127.0.0.3")

    assert answer.status_code == 429
    assert other.status_code == 200


def _verify_from(address: str, source: str, **headers: str) -> httpx.Response:
    with httpx.Client(
        transport=httpx.HTTPTransport(local_address=source), timeout=PATIENCE_SECONDS
    ) as client:
        return client.post(
            f"{address}/api/v1/verify", files={"document": b"%PDF-1.7"}, headers=headers
        )


def test_bodies_that_do_not_come_stop_no_other_tenants_uploads(address, dial):
    kind = "multipart/form-data; boundary=b"
    _ = [dial(head("/api/v1/seals/inspections", 1000, kind=kind)) for _ in range(10)]

    assert inspect(address, SECOND).status_code == 200
    assert inspect(address, FIRST).status_code == 429


def test_a_trusted_proxy_says_from_where_a_call_comes_and_nobody_else(address, dial):
    _ = [dial(head("/api/v1/verify", 1000), "127.0.0.4") for _ in range(3)]

    forged = _verify_from(address, "127.0.0.4", **{"x-forwarded-for": "198.51.100.8"})
    proxied = _verify_from(address, "127.0.0.2", **{"x-forwarded-for": "127.0.0.4"})
    another = _verify_from(address, "127.0.0.2", **{"x-forwarded-for": "198.51.100.9"})

    assert (forged.status_code, proxied.status_code, another.status_code) == (429, 429, 200)


def test_an_upload_that_breaks_off_is_the_senders_failure(address, dial):
    with dial(head("/api/v1/verify", 1000) + b"%PDF"):
        pass
    dial(head("/api/v1/verify", 4) + b"%PDF").recv(100)

    metrics = httpx.get(f"{address}/metrics").text
    assert 'route="gateway.verify_pdf",status="400"' in metrics
    assert 'route="gateway.verify_pdf",status="500"' not in metrics


def test_made_up_tokens_of_one_address_reach_nobody_after_a_while(address, dial, services):
    asked_before = len(services.asked)
    asked = "GET /api/v1/sessions/current HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    met = f"{asked}Authorization: Bearer {FIRST}\r\n\r\n".encode()
    first = said(dial(met, "127.0.0.5"))
    sent = [f"{asked}Authorization: Bearer {number}\r\n\r\n" for number in range(MADE_UP)]
    flood = [dial(one.encode(), "127.0.0.5") for one in sent]

    statuses = [said(one)[9:12] for one in flood]
    neighbours = said(dial(met, "127.0.0.5")), said(dial(met, "127.0.0.6"))

    assert set(statuses) == {b"401", b"429"}
    assert len(services.asked) - asked_before < MADE_UP
    assert [one[9:12] for one in (first, *neighbours)] == [b"200", b"200", b"200"]


def test_large_uploads_at_once_do_not_fill_the_memory(address, services):
    before = _memory_of_gateway(address)
    statuses = []
    uploads = [
        threading.Thread(target=_upload_large, args=(address, code, statuses))
        for code in (FIRST, FIRST, FIRST, SECOND, SECOND, SECOND)
    ]
    for upload in uploads:
        upload.start()
    for upload in uploads:
        upload.join()

    assert 200 in statuses
    assert set(statuses) <= {200, 503}
    assert _memory_of_gateway(address) - before < len(uploads) * LARGE


def _upload_large(address: str, code: str, statuses: list[int]) -> None:
    answer = httpx.post(
        f"{address}/api/v1/seals/inspections",
        files={"scan": bytes(LARGE)},
        headers={"authorization": f"Bearer {code}"},
        timeout=120,
    )
    statuses.append(answer.status_code)


def _memory_of_gateway(address: str) -> int:
    """The most that it ever held, in bytes; of the process that listens at the address."""
    port = int(address.rpartition(":")[2])
    inode = re.search(
        rf":{port:04X} 00000000:0000 0A .* (\d+) 1 ", Path("/proc/net/tcp").read_text()
    )
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(
                f"socket:[{inode[1]}]" in str(fd.readlink()) for fd in (process / "fd").iterdir()
            ):
                return int(re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())[1]) * 1024
    raise AssertionError("no process listens there")
