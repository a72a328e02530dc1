"""Somebody has a signature that the legal person's card once made, and uses it for more."""

import hashlib
from uuid import uuid4

import pytest

from chassis.errors import Transient
from tests.attacks.identities.front import in_days


@pytest.fixture
def form(sealing, seal_page):
    """What the legal person wants made, and signed for."""
    caller = sealing.done("GET", "/sessions/current")["caller"]
    wanted = {
        "name": "中英文印章 样本",
        "operator_id": caller["operator_id"],
        "valid_from": in_days(0),
        "valid_to": in_days(30),
    }
    digest = hashlib.sha256(seal_page).hexdigest()
    return wanted | sealing.signed({"purpose": "make_seal", "scan_sha256": digest, **wanted})


@pytest.fixture
def make(sealing, form, seal_page):
    """Ask for the seal, or for another one under the same signature."""

    def make(key=None, **changes):
        headers = {"Idempotency-Key": key or uuid4().hex}
        files = {"scan": ("scan.jpg", seal_page, "image/jpeg")}
        return sealing.ask("POST", "/seals", data=form | changes, files=files, headers=headers)

    return make


@pytest.mark.rule("R24")
def test_a_seal_s_signature_makes_no_second_seal(make):
    assert make().status_code == 201

    assert make(name="another seal").json()["code"] == "card.unknown_challenge"


@pytest.mark.rule("R24")
def test_a_seal_s_signature_makes_no_seal_with_other_fields(make):
    assert make(valid_to=in_days(300)).json()["code"] == "card.statement_differs"


def test_a_seal_asked_for_again_under_its_key_is_made_though_its_signature_was_used(
    make, seal_bench, scanner
):
    def away(_job):
        raise Transient("the object store is away")

    seal_bench.extras["scanner"] = type("Away", (), {"process": staticmethod(away)})
    assert make("once").status_code == 503
    seal_bench.extras["scanner"] = scanner

    assert (make("once").status_code, make("once").status_code) == (201, 201)
    assert make("twice").json()["code"] == "card.unknown_challenge"


@pytest.mark.rule("R37")
def test_a_signature_for_one_agent_lets_no_other_print(legal_person):
    ours, other = legal_person.front.company(2).code, legal_person.front.company(3).code
    signed = legal_person.signed({"purpose": "grant_agent", "agent_code": ours})

    refused = legal_person.refusal("POST", "/agent-grants", json={"agent_code": other, **signed})

    assert refused in {"card.statement_differs", "agent.seal_not_authorized"}


@pytest.mark.rule("R4", "R30")
def test_a_signature_for_a_login_authorizes_nothing(legal_person):
    challenge = legal_person.done("POST", "/card-challenges")
    signed = {
        "challenge_id": challenge["challenge_id"],
        "card_signature": legal_person.sign(challenge["statement"]),
    }
    legal_person.company.file_declarer()
    seal, signature = legal_person.company.make_seal(), legal_person.company.make_signature()
    defaults = {"seal_id": str(seal), "signature_ids": [str(signature)]}
    legal_person.done("PUT", "/authorization/defaults", json=defaults)

    assert legal_person.refusal("POST", "/authorizations", json=signed) == "card.unknown_challenge"


@pytest.mark.rule("R30")
def test_a_stolen_session_of_the_legal_person_authorizes_nothing_without_the_card(legal_person):
    assert legal_person.refusal("POST", "/authorizations") == "request.invalid"


@pytest.mark.rule("R30")
def test_a_seal_slipped_in_after_the_signature_is_not_authorized(legal_person):
    company = legal_person.company
    company.file_declarer()
    signature = str(company.make_signature())
    first, slipped_in = str(company.make_seal()), str(company.make_seal(name="another"))

    def choose(seal):
        chosen = {"seal_id": seal, "signature_ids": [signature]}
        legal_person.done("PUT", "/authorization/defaults", json=chosen)

    choose(first)
    signed = legal_person.signed({"purpose": "authorize"})
    choose(slipped_in)

    assert legal_person.refusal("POST", "/authorizations", json=signed) == "card.statement_differs"
    choose(first)
    assert legal_person.ask("POST", "/authorizations", json=signed).status_code == 201
    assert legal_person.refusal("POST", "/authorizations", json=signed) == "card.unknown_challenge"
