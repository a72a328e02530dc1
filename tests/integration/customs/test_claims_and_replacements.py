"""Claims at the counter and amended certificates: the console, and what customs says and hears."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from contracts.printing import PrintReleased
from contracts.values import PrintPart
from customs.console.bodies import example_application
from tests.unit.customs.builders import credit_code

from .conftest import eventually


@pytest.fixture
def application() -> dict:
    return {**example_application(), "enterprise_code": credit_code()}


@pytest.fixture
def approved(customs, application) -> str:
    return customs.approved(application, layout_step_seconds=0)


def amendment(application, old, **changes):
    return {
        **application,
        "application_kind": "1",
        "old_certificate_no": old,
        "reason": "重量有误",
        **changes,
    }


def said(ear, number, what):
    return [each.data for each in ear.heard(number) if each.type == what]


def claim(customs, number):
    return customs.post(f"/applications/{number}/counter-claim")


def state_of(customs, number):
    return customs.get(f"/applications/{number}")["counter_claim"]


def answer(customs, kind, application, number, **fields):
    customs.hears(
        kind(
            enterprise_code=application["enterprise_code"],
            certificate_no=number,
            revision=fields.pop("revision", 1),
            decided_at=datetime.now(UTC),
            **fields,
        )
    )


def released(application, number):
    return PrintReleased(
        enterprise_code=application["enterprise_code"],
        job_id=uuid4(),
        certificate_no=number,
        revision=1,
        parts=(PrintPart.ORIGINAL,),
        print_serial="SERIAL-1",
        released_at=datetime.now(UTC),
    )


@pytest.mark.rule("R48")
def test_an_accepted_claim_is_told_to_the_services_once(customs, ear, application, approved):
    assert claim(customs, approved)["counter_claim"] == "claiming"
    assert claim(customs, approved)["counter_claim"] == "claiming"
    eventually(lambda: said(ear, approved, "CounterClaimRequested"), "the claim is asked for")
    answer(customs, CounterClaimAccepted, application, approved)
    answer(customs, CounterClaimAccepted, application, approved)
    eventually(lambda: len(customs.timeline(approved, "CounterClaimAccepted")) == 2, "both heard")

    eventually(lambda: said(ear, approved, "CertificateClaimedAtCounter"), "the claim is told")

    assert customs.get(f"/applications/{approved}")["claimed_at_counter"]
    assert len(said(ear, approved, "CounterClaimRequested")) == 1
    assert len(said(ear, approved, "CertificateClaimedAtCounter")) == 1


@pytest.mark.rule("R48")
def test_a_refused_claim_is_told_to_nobody_and_stays_refused(customs, ear, application, approved):
    claim(customs, approved)
    answer(customs, CounterClaimRefused, application, approved, print_serial="SERIAL-1")
    eventually(lambda: state_of(customs, approved) == "refused", "the claim is refused")

    again = customs.call("POST", f"/applications/{approved}/counter-claim")

    assert (again.status_code, again.json()["code"]) == (409, "customs.self_printed")
    assert said(ear, approved, "CertificateClaimedAtCounter") == []


@pytest.mark.rule("R48")
def test_what_was_heard_to_be_released_is_refused_at_once(customs, ear, application, approved):
    customs.hears(released(application, approved))
    eventually(lambda: customs.timeline(approved, "PrintReleased"), "the release was heard")

    refused = customs.call("POST", f"/applications/{approved}/counter-claim")

    assert (refused.status_code, refused.json()["code"]) == (409, "customs.self_printed")
    assert said(ear, approved, "CounterClaimRequested") == []


@pytest.mark.rule("R48", "R104")
def test_an_answer_that_comes_after_a_new_approval_decides_nothing(customs, application, approved):
    claim(customs, approved)
    customs.post(f"/applications/{approved}/return", {"reason": "SPECIMEN"})
    customs.post(f"/applications/{approved}/approval", {})
    answer(customs, CounterClaimAccepted, application, approved)
    eventually(lambda: customs.timeline(approved, "CounterClaimAccepted"), "it was heard")

    assert state_of(customs, approved) is None


@pytest.mark.rule("R98")
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"old_certificate_no": None}, 422, "customs.replacement_incomplete"),
        ({"reason": None}, 422, "customs.replacement_incomplete"),
        ({"application_kind": "0"}, 422, "customs.replacement_unwanted"),
        ({"old_certificate_no": "A26YANGBEN999999"}, 422, "customs.old_certificate_unknown"),
    ],
)
def test_an_amendment_without_what_it_needs_is_refused(
    customs, application, approved, changes, status, code
):
    response = customs.call(
        "POST", "/applications", {**amendment(application, approved), **changes}
    )

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["rule"] == "R98"


@pytest.mark.rule("R98", "R99")
def test_another_enterprises_certificate_is_as_unknown_as_none(customs, application, approved):
    other = {**application, "enterprise_code": credit_code()}

    response = customs.call("POST", "/applications", amendment(other, approved))

    assert response.json()["code"] == "customs.old_certificate_unknown"


@pytest.mark.rule("R99")
def test_the_old_certificate_is_replaced_the_moment_the_new_one_is_approved(
    customs, ear, application, approved
):
    new = customs.post("/applications", amendment(application, approved))["certificate_no"]
    before = customs.get(f"/applications/{approved}")["state"]
    customs.post(f"/applications/{new}/approval", {"layout_step_seconds": 0})

    [told] = eventually(lambda: said(ear, approved, "CertificateReplaced"), "it is told")
    [fresh] = eventually(lambda: said(ear, new, "CertificateApproved"), "the new one is told")
    after = customs.get(f"/applications/{approved}")
    assert (before, after["state"], after["replaced_by"]) == ("approved", "replaced", new)
    assert (told["replaced_by"], told["reason"], told["revision"]) == (new, "重量有误", 1)
    assert (fresh["replaces"], fresh["replacement_reason"]) == (approved, "重量有误")
    assert new != approved


@pytest.mark.rule("R99")
def test_the_old_certificate_stays_replaced_when_the_new_one_is_sent_back(
    customs, ear, application, approved
):
    new = customs.approved(amendment(application, approved), layout_step_seconds=0)
    customs.post(f"/applications/{new}/return", {"reason": "SPECIMEN"})
    customs.post("/applications", amendment(application, approved, certificate_no=new))
    customs.post(f"/applications/{new}/approval", {"layout_step_seconds": 0})

    eventually(lambda: len(said(ear, new, "CertificateApproved")) == 2, "both approvals are told")

    assert customs.get(f"/applications/{approved}")["replaced_by"] == new
    assert len(said(ear, approved, "CertificateReplaced")) == 1


@pytest.mark.rule("R99")
def test_of_two_amendments_of_one_certificate_the_first_approved_counts(
    customs, application, approved
):
    first, second = (
        customs.post("/applications", amendment(application, approved))["certificate_no"]
        for _ in range(2)
    )
    customs.post(f"/applications/{first}/approval", {})

    refused = customs.call("POST", f"/applications/{second}/approval", {})

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "customs.old_certificate_not_valid",
    )
    assert customs.get(f"/applications/{second}")["state"] == "applied"
