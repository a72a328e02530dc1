"""Whoever has a ticket and not the workstation's key gets no original, and tells no lies of it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.authorization import GetSession, SessionView
from contracts.base import Request
from contracts.preflights import HEADER as PREFLIGHT
from contracts.proofs import HEADER, fetching, reporting
from contracts.values import Caller, LoginMedium
from gateway.app import create_app
from gateway.examples import EXAMPLES
from gateway.parts import assemble
from tests.integration.print_svc.conftest import auth_svc, bench, cert_svc, office
from tests.integration.print_svc.desks import DESK, preflight
from tests.unit.cert_svc.events import EXPORTER, STRANGER, caller
from tests.unit.gateway.conftest import SETTINGS
from tests.unit.gateway.fakes import Http
from workstation.enrolment import NotForUs, WorkstationKeys, digest

__all__ = ["auth_svc", "bench", "cert_svc", "office"]

FIT = preflight().header()
FIT_SHA256 = digest(FIT.encode())
LIE = json.dumps({"job_state": "completed", "impressions_completed": 4}).encode()


class Direct:
    """The way from the gateway to print_svc; whoever logs in is `who`."""

    def __init__(self, bench: Any) -> None:
        self._bench = bench
        self.who: Caller = caller(medium=LoginMedium.LEGAL_PERSON_CARD)

    async def call(self, request: Request) -> Any:
        if isinstance(request, GetSession):
            session = SessionView.from_wire(EXAMPLES["CurrentSession"])
            return session.model_copy(update={"caller": self.who})
        return await asyncio.to_thread(self._bench.ask, request)


@pytest.fixture
def direct(bench) -> Direct:
    return Direct(bench)


@pytest.fixture
def http(direct, objects) -> Iterator[Http]:
    """Logged in as the exporter's legal person, until a test says otherwise."""
    app = create_app(assemble(SETTINGS, rpc=direct, objects=objects))
    with closing(Http(app, authorization="Bearer specimen")) as client:
        yield client


@pytest.fixture
def desk(office):
    """The workstation that the certificate was ordered on."""
    return office.desks.named(DESK, EXPORTER)


@pytest.fixture
def issued(office, desk):
    return office.issue_one(office.approve())


@pytest.fixture
def ticket(issued):
    return issued.ticket.get_secret_value()


def fetch(http, ticket, proof=None):
    headers = {PREFLIGHT: FIT} | ({HEADER: proof.header()} if proof else {})
    return http.get(f"/api/v1/print-tickets/{ticket}/document", headers=headers)


def refused(response):
    """The status and code, with nothing of a document in the answer."""
    assert b"%PDF" not in response.content
    return response.status_code, response.json()["code"]


def test_a_ticket_with_the_workstations_name_alone_fetches_nothing(http, office, issued, ticket):
    named = http.get(
        f"/api/v1/print-tickets/{ticket}/document",
        headers={"X-Workstation": issued.job.workstation},
    )

    assert refused(named) == (422, "request.invalid")
    assert office.job(issued).state == "issued"


def test_a_ticket_signed_with_a_key_of_the_thiefs_own_fetches_nothing(
    http, office, desk, issued, ticket
):
    thief = replace(desk, keys=WorkstationKeys.generate())

    answer = fetch(http, ticket, office.desks.prove(thief, fetching(ticket), FIT_SHA256))

    assert refused(answer) == (403, "workstation.wrong_proof")
    assert office.job(issued).state == "issued"


@pytest.mark.parametrize("enterprise", [EXPORTER, STRANGER])
def test_a_ticket_on_another_enrolled_workstation_fetches_nothing(
    http, office, issued, ticket, enterprise
):
    other = office.desks.named("back office", enterprise)

    answer = fetch(http, ticket, office.desks.prove(other, fetching(ticket), FIT_SHA256))

    assert refused(answer) == (403, "print.wrong_workstation")
    assert office.job(issued).state == "issued"


def test_what_crosses_the_wire_is_no_pdf_and_opens_with_the_right_key_and_ticket_only(
    http, office, desk, ticket
):
    other = office.desks.named("back office", EXPORTER)

    content = fetch(http, ticket, office.desks.prove(desk, fetching(ticket), FIT_SHA256)).content

    assert b"%PDF" not in content
    assert desk.open_document(content, ticket).startswith(b"%PDF-")
    with pytest.raises(NotForUs):
        replace(other, workstation_id=desk.workstation_id).open_document(content, ticket)
    with pytest.raises(NotForUs):
        desk.open_document(content, "another ticket")


def test_who_reads_the_object_store_with_its_key_finds_no_original(office, issued):
    stored = office.objects.get(office.release(issued).document)

    assert b"%PDF" not in stored


def test_a_request_that_was_overheard_is_not_answered_again(http, office, desk, ticket):
    proof = office.desks.prove(desk, fetching(ticket), FIT_SHA256)

    first, again = fetch(http, ticket, proof), fetch(http, ticket, proof)

    assert first.status_code == 200
    assert refused(again) == (403, "workstation.proof_replayed")


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_proof_kept_for_later_or_made_ahead_is_worth_nothing(http, office, desk, ticket, late):
    proof = office.desks.prove(desk, fetching(ticket), FIT_SHA256, late=late)

    assert refused(fetch(http, ticket, proof)) == (401, "workstation.proof_stale")


def test_a_proof_for_one_action_is_none_for_another(http, office, desk, ticket):
    proof = office.desks.prove(desk, reporting(ticket))

    assert refused(fetch(http, ticket, proof)) == (403, "workstation.wrong_proof")


def test_a_revoked_workstation_fetches_nothing_and_its_queue_is_void_at_once(
    http, office, desk, issued, ticket
):
    revoked = http.delete(f"/api/v1/workstations/{desk.workstation_id}")

    answer = fetch(http, ticket, office.desks.prove(desk, fetching(ticket), FIT_SHA256))

    assert revoked.json()["revoked_at"] is not None
    assert refused(answer) == (403, "workstation.revoked")
    assert office.job(issued).void_reason == "workstation_revoked"


def test_a_revoked_workstation_does_not_fetch_again_what_it_had(http, office, desk, issued, ticket):
    office.release(issued)
    http.delete(f"/api/v1/workstations/{desk.workstation_id}")

    answer = fetch(http, ticket, office.desks.prove(desk, fetching(ticket), FIT_SHA256))

    assert refused(answer) == (403, "workstation.revoked")


def test_an_operator_cannot_revoke(http, direct, desk):
    direct.who = caller()

    by_operator = http.delete(f"/api/v1/workstations/{desk.workstation_id}")

    assert refused(by_operator) == (403, "session.medium_not_allowed")


def test_a_stranger_finds_nothing_to_revoke(http, direct, desk):
    direct.who = direct.who.model_copy(update={"enterprise_code": STRANGER})

    by_stranger = http.delete(f"/api/v1/workstations/{desk.workstation_id}")

    assert refused(by_stranger) == (404, "workstation.unknown")


@pytest.mark.parametrize("change", ["no proof", "another key", "another body"])
def test_evidence_is_believed_of_the_workstation_alone(http, office, desk, issued, ticket, change):
    office.release(issued)
    by = replace(desk, keys=WorkstationKeys.generate()) if change == "another key" else desk
    told = b'{"job_state": "aborted"}' if change == "another body" else LIE
    proof = office.desks.prove(by, reporting(ticket), digest(told))
    headers = {"Content-Type": "application/json", HEADER: proof.header()}
    headers = headers if change != "no proof" else {"X-Workstation": issued.job.workstation}

    answer = http.post(f"/api/v1/print-tickets/{ticket}/evidence", content=LIE, headers=headers)

    assert answer.json()["code"] in {"request.invalid", "workstation.wrong_proof"}
    assert office.job(issued).evidence is None


def test_codes_are_not_guessed_by_whoever_is_logged_in(http):
    keys = WorkstationKeys.generate()
    body = {"name": "desk", "program_version": "1.0.0", **keys.public}
    begun = http.post("/api/v1/workstation-pairings", json=body).json()

    wrong = [http.get(f"/api/v1/workstation-pairings/BCDF-GH{n:02}") for n in range(10)]
    right = http.get(f"/api/v1/workstation-pairings/{begun['user_code']}")

    assert {refused(one) for one in wrong} == {(404, "workstation.unknown_code")}
    assert refused(right) == (429, "workstation.too_many_guesses")
    assert int(right.headers["retry-after"]) > 0


def test_an_original_for_a_file_printer_is_not_released_whatever_is_signed_later(
    http, office, desk, ticket, issued
):
    """The preflight is part of what the workstation's key signs: nobody improves it on the way."""
    honest = preflight(physical="no").header()
    proof = office.desks.prove(desk, fetching(ticket), digest(honest.encode()))
    path = f"/api/v1/print-tickets/{ticket}/document"

    improved = http.get(path, headers={HEADER: proof.header(), PREFLIGHT: FIT})
    as_it_is = http.get(path, headers={HEADER: proof.header(), PREFLIGHT: honest})

    assert refused(improved) == (403, "workstation.wrong_proof")
    assert refused(as_it_is) == (409, "print.printer_unfit")
    assert office.job(issued).state == "issued"
