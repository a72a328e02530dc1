"""Somebody wants the scan that another asked for, another's scanner, or a scan of his own there."""

import hashlib
from contextlib import ExitStack

import pytest

from chassis.deliveries import Delivery
from chassis.objects import ObjectStore
from chassis.testing import Bench
from contracts.errors import Refused
from contracts.proofs import HEADER, sending_scan
from contracts.values import ObjectRef
from gateway.app import create_app
from gateway.parts import assemble
from services.print_svc.service import PrintService
from tests.attacks.identities.conftest import GATEWAY
from tests.attacks.identities.front import ELSEWHERE, Front, Rpc, Visitor
from tests.integration.print_svc.conftest import settings as print_settings
from tests.integration.print_svc.desks import Desks

__all__ = ["print_settings"]

SCAN = b"\xff\xd8 the stamped sheet of the victim"
FORM = {
    "name": "stolen",
    "operator_id": "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4",
    "valid_from": "2026-03-02T00:00:00Z",
    "valid_to": "2026-12-31T00:00:00Z",
    "challenge_id": "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4",
    "card_signature": "MEUC",
}
EVERY_WAY = (
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/inspection", None),
    ("POST", "/seal", FORM),
    ("POST", "/signature", {"declarer_id": FORM["operator_id"]}),
)


@pytest.fixture
def desks(migrated_database, clock):
    return Desks(migrated_database("services.print_svc"), clock)


@pytest.fixture
def store(print_settings):
    store = ObjectStore.of(print_settings)
    store.ensure_bucket()
    return store


@pytest.fixture
def prints(desks, store, print_settings, clock):
    return Bench(PrintService, desks.engine, store, print_settings, now=clock)


@pytest.fixture
def street(auth_bench, authority, clock, prints, store):
    """The gateway before two services; `street(seed)` is somebody with a card."""
    rpc = Rpc({"auth_svc": auth_bench, "print_svc": prints})
    parts = assemble(GATEWAY, rpc=rpc, objects=store)
    front = Front(create_app(parts), parts, auth_bench, authority, clock)
    with ExitStack() as exits:

        def somebody(seed=1):
            visitor = Visitor(front, seed, ELSEWHERE)
            exits.callback(visitor.close)
            return visitor

        yield somebody


@pytest.fixture
def victim(street):
    person = street(1)
    person.log_in()
    return person


@pytest.fixture
def desk(victim, desks):
    """A workstation of the victim's enterprise, which runs."""
    return desks.enrol(name="front", enterprise_code=victim.company.code)


def ask(visitor, desk):
    path = f"/workstations/{desk.workstation_id}/scan-requests"
    return visitor.ask("POST", path, json={"kind": "seal"})


def headers(desks, at, request_id, scan=SCAN):
    digest = hashlib.sha256(scan).hexdigest()
    proof = desks.prove(at, sending_scan(request_id), digest)
    return {
        HEADER: proof.header(),
        "X-Content-SHA256": digest,
        "Content-Type": "application/octet-stream",
    }


def send(somebody, asked, headers, scan=SCAN):
    """204, or the code of the refusal."""
    path = f"/workstations/scan-requests/{asked['request_id']}/scan"
    answer = somebody.ask("POST", path, content=scan, headers=headers)
    return answer.status_code if answer.status_code == 204 else answer.json()["code"]


@pytest.fixture
def scanned(street, victim, desk, desks):
    """The victim's request, whose scan has come."""
    asked = ask(victim, desk).json()
    assert send(street(), asked, headers(desks, desk, asked["request_id"])) == 204
    return asked


def kept(store, asked):
    key, digest = f"workstation-scans/{asked['request_id']}/scan", hashlib.sha256(SCAN).hexdigest()
    try:
        return store.get(ObjectRef(key=key, sha256=digest))
    except Refused:
        return None


def test_another_enterprise_s_scanner_cannot_be_asked(street, desk):
    stranger = street(2)
    stranger.log_in()

    assert ask(stranger, desk).json()["code"] == "workstation.unknown"


@pytest.mark.parametrize(("method", "what", "body"), EVERY_WAY)
def test_nobody_but_the_session_that_asked_sees_ends_or_uses_the_scan(
    street, victim, scanned, method, what, body
):
    path = f"/scan-requests/{scanned['request_id']}{what}"
    same_person, stranger = street(1), street(2)
    same_person.log_in(victim.company.legal_card)
    stranger.log_in()

    assert same_person.refusal(method, path, json=body) == "scan.unknown_request"
    assert stranger.refusal(method, path, json=body) == "scan.unknown_request"
    assert street().refusal(method, path, json=body) == "session.required"
    shown = victim.done("GET", f"/scan-requests/{scanned['request_id']}")
    assert shown["state"] == "scanned"


def test_no_answer_to_the_browser_holds_the_scan_or_where_it_lies(victim, scanned, store):
    shown = victim.ask("GET", f"/scan-requests/{scanned['request_id']}")

    assert kept(store, scanned) == SCAN
    assert SCAN not in shown.content
    assert b"workstation-scans" not in shown.content


def test_a_workstation_of_another_enterprise_sends_no_scan_for_the_victim(
    street, victim, desk, desks, store
):
    asked = ask(victim, desk).json()
    theirs = desks.enrol(name="theirs", enterprise_code=street(2).company.code)

    refusal = send(street(), asked, headers(desks, theirs, asked["request_id"]))

    assert refusal == "scan.unknown_request"
    assert kept(store, asked) is None
    assert victim.done("GET", f"/scan-requests/{asked['request_id']}")["state"] == "waiting"


def test_a_proof_of_one_scan_is_none_of_another_and_works_once(street, victim, desk, desks, store):
    asked = ask(victim, desk).json()
    overheard = headers(desks, desk, asked["request_id"])
    forged = SCAN + b"!"
    lying = overheard | {"X-Content-SHA256": hashlib.sha256(forged).hexdigest()}

    assert send(street(), asked, lying, forged) == "workstation.wrong_proof"
    assert send(street(), asked, overheard, forged) == "workstation.wrong_proof"
    assert send(street(), asked, overheard) == "workstation.proof_replayed"
    assert kept(store, asked) is None


def test_a_revoked_workstation_sends_nothing_and_what_it_sent_is_deleted(
    street, victim, scanned, desk, desks, prints, store
):
    late = ask(victim, desk).json()
    victim.done("DELETE", f"/workstations/{desk.workstation_id}")

    refusal = send(street(), late, headers(desks, desk, late["request_id"]))
    prints._instance(Delivery("print_svc.delete_scans")).delete_scans()

    assert refusal == "workstation.revoked"
    assert kept(store, scanned) is None
    assert victim.done("GET", f"/scan-requests/{late['request_id']}")["state"] == "withdrawn"
