"""The ticket client against a gateway that answers in every way it might."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import httpx
import pytest

from contracts.printing import Evidence
from contracts.proofs import Proof, document_info
from services.print_svc.documents.sealing import sealed
from workstation.enrolment import Enrolment, WorkstationKeys
from workstation.tickets import (
    DocumentDamaged,
    GatewayBusy,
    GatewayUnreachable,
    TicketClient,
    TicketRefused,
)

pytestmark = pytest.mark.unit

PDF = b"%PDF-1.7 specimen"
AT = Enrolment(
    gateway="https://gateway.example/",
    workstation_id=UUID(int=1),
    enterprise_code="91000000000000001N",
    name="DESK-1",
    keys=WorkstationKeys.generate(),
)
SEALED = sealed(
    PDF,
    AT.keys.encryption.public_key().public_bytes_raw(),
    document_info("t", AT.workstation_id),
)
SHA256 = hashlib.sha256(SEALED)

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def client_of() -> Iterator[Callable[[Handler], TicketClient]]:
    opened = []

    def make(handler: Handler) -> TicketClient:
        transport = httpx.MockTransport(handler)
        opened.append(TicketClient(AT, transport=transport))
        return opened[-1]

    yield make
    for client in opened:
        client.close()


def _answer(status: int = 200, content: bytes = SEALED, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, headers=named, content=content)


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Content_SHA256": SHA256.hexdigest()},
        {"X_Content_SHA256": SHA256.hexdigest().upper()},
        {"Digest": "SHA-256=" + base64.b64encode(SHA256.digest()).decode()},
        {"Digest": "md5=AAAA, sha-256=" + base64.b64encode(SHA256.digest()).decode()},
    ],
)
def test_a_document_with_its_digest_is_accepted(client_of, headers: dict[str, str]) -> None:
    assert client_of(_answer(**headers)).fetch_document("t") == PDF


@pytest.mark.parametrize(
    "headers",
    [{}, {"X_Content_SHA256": "0" * 64}, {"Digest": "md5=AAAA"}, {"Digest": "sha-256=%%%"}],
)
def test_a_document_without_its_digest_is_refused(client_of, headers: dict[str, str]) -> None:
    with pytest.raises(DocumentDamaged):
        client_of(_answer(**headers)).fetch_document("t")


def test_a_document_that_never_ends_is_refused(client_of) -> None:
    endless = (b"x" * 1024 * 1024 for _ in range(100_000))

    with pytest.raises(DocumentDamaged, match="larger than"):
        client_of(lambda _: httpx.Response(200, content=endless)).fetch_document("t")


def test_a_document_for_another_ticket_is_refused(client_of) -> None:
    digest = {"X_Content_SHA256": SHA256.hexdigest()}

    with pytest.raises(DocumentDamaged, match="not encrypted for this ticket"):
        client_of(_answer(**digest)).fetch_document("another")


def test_a_clock_that_is_wrong_is_set_by_the_gateways_answer(client_of) -> None:
    seen: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(Proof.of_header(request.headers["X-Workstation-Proof"]).created)
        stale = b'{"code": "workstation.proof_stale"}'
        headers = {"Date": "Thu, 01 Jan 2099 00:00:00 GMT"}
        return httpx.Response([401, 204][len(seen) - 1], content=stale, headers=headers)

    client_of(handler).send_evidence("t", Evidence(job_state="unknown"))

    assert [time.gmtime(created).tm_year >= 2098 for created in seen] == [False, True]


def test_a_request_proves_the_workstation_and_quotes_the_ticket(client_of) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    client_of(handler).send_evidence("a/../b?c", Evidence(job_state="unknown"))

    (request,) = seen
    assert request.headers["X-Workstation-Proof"].startswith(str(AT.workstation_id))
    assert request.url.raw_path == b"/api/v1/print-tickets/a%2F..%2Fb%3Fc/evidence"


def test_a_refusal_carries_code_and_sentence(client_of) -> None:
    problem = b'{"code": "print.ticket_expired", "detail": "The print ticket has expired"}'

    with pytest.raises(TicketRefused, match="has expired") as refusal:
        client_of(_answer(410, problem)).fetch_document("t")

    assert (refusal.value.status, refusal.value.code) == (410, "print.ticket_expired")


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"text"'])
def test_a_refusal_without_a_problem_document_is_a_refusal(client_of, content: bytes) -> None:
    with pytest.raises(TicketRefused) as refusal:
        client_of(_answer(404, content)).fetch_document("t")

    assert refusal.value.code == ""


@pytest.mark.parametrize("status", [301, 500, 503])
def test_a_gateway_in_trouble_may_be_asked_again(client_of, status: int) -> None:
    with pytest.raises(GatewayUnreachable):
        client_of(_answer(status, b"{}")).fetch_document("t")


def test_a_broken_connection_may_be_tried_again(client_of) -> None:
    def breaks(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    with pytest.raises(GatewayUnreachable, match="too slow"):
        client_of(breaks).fetch_document("t")


def test_a_gateway_that_asks_to_come_again_says_when(client_of) -> None:
    with pytest.raises(GatewayBusy) as busy:
        client_of(_answer(503, Retry_After="7")).fetch_document("t")

    assert busy.value.seconds == 7.0
