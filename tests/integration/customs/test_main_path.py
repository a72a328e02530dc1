"""Declarer, application, approval, layout, receipt, archiving: what customs says and keeps."""

import hashlib
import uuid

import pytest

from contracts.authorization import AgentAuthorized
from contracts.errors import ERRORS
from contracts.layouts import Layout
from customs.console.bodies import example_application
from tests.unit.customs.builders import (
    NOON,
    authorization,
    credit_code,
    id_number,
    print_completed,
    reprint_granted,
)

from .conftest import eventually


@pytest.fixture
def enterprise() -> str:
    return credit_code()


@pytest.fixture
def application(enterprise) -> dict:
    return {**example_application(), "enterprise_code": enterprise}


def file_declarer(customs, enterprise, serial=1):
    body = {"enterprise_code": enterprise, "id_number": id_number(serial), "name": "样本申报员"}
    return customs.post("/declarers", body)


def statuses(envelopes):
    return [each.data.get("status", each.type) for each in envelopes]


def test_a_filed_declarer_is_told_to_the_services(customs, ear, enterprise):
    file_declarer(customs, enterprise)

    [filed] = ear.wait(enterprise, 1)
    assert (filed.type, filed.data["id_number"]) == ("DeclarerFiled", id_number(1))


@pytest.mark.rule("R27")
def test_a_filing_ends_once_and_is_told_to_the_services(customs, ear, enterprise):
    file_declarer(customs, enterprise)
    declarer = {"enterprise_code": enterprise, "id_number": id_number(1)}

    shown = customs.post("/declarers/end", declarer)

    told = ear.wait(enterprise, 2)[-1]
    assert (told.type, told.data["id_number"]) == ("DeclarerFilingEnded", id_number(1))
    assert id_number(1) not in str(shown)
    again = customs.call("POST", "/declarers/end", declarer)
    assert (again.status_code, again.json()["code"]) == (404, "customs.unknown_declarer")


def test_an_enterprise_is_known_once_a_declarer_of_it_is_filed(customs, enterprise):
    file_declarer(customs, enterprise)

    assert enterprise in customs.get("/enterprises")


def test_the_form_of_every_type_comes_with_data_that_is_taken(customs, enterprise):
    forms = customs.get("/forms")

    applied = [
        customs.post(
            "/applications",
            {
                **example_application(),
                "enterprise_code": enterprise,
                "type_id": form["type_id"],
                "destination": form["destinations"][0].replace("*", "BR"),
                "data": form["data"],
            },
        )
        for form in forms
    ]

    assert [each["type_id"] for each in applied] == [form["type_id"] for form in forms]
    assert len(applied) >= 18


def test_an_approved_application_is_told_with_its_layout_step_by_step(customs, ear, application):
    number = customs.approved(application)

    told = ear.wait(number, 4)
    assert statuses(told) == ["CertificateApproved", "generating", "sending", "received"]


@pytest.mark.rule("R36")
def test_an_application_is_told_when_it_comes_in_and_again_when_it_comes_back(
    customs, ear, application
):
    number = customs.post("/applications", application)["certificate_no"]
    customs.post(f"/applications/{number}/return", {"reason": "缺少发票"})
    customs.post("/applications", {**application, "certificate_no": number})

    told = eventually(
        lambda: ear.applications(number) if len(ear.applications(number)) == 3 else None,
        "the application was told",
    )
    assert [each.type for each in told] == [
        "ApplicationReceived",
        "ApplicationReturned",
        "ApplicationReceived",
    ]


@pytest.mark.rule("R36", "R43")
def test_an_approval_before_any_authorization_is_given_with_a_caution(
    customs, ear, enterprise, application
):
    number = customs.post("/applications", application)["certificate_no"]

    early = customs.post(f"/applications/{number}/approval")
    file_declarer(customs, enterprise)
    customs.hears(authorization(enterprise, id_number(1)))
    ear.wait(enterprise, 2)
    customs.post(f"/applications/{number}/return", {"reason": "授权晚于审批"})
    in_time = customs.post(f"/applications/{number}/approval")

    assert [each["code"] for each in early["warnings"]] == ["customs.authorization_missing"]
    assert (early["state"], early["warnings"][0]["certificate_nos"]) == ("approved", [number])
    assert (in_time["state"], in_time["warnings"]) == ("approved", [])


def test_the_layout_received_lies_in_the_bucket_as_announced(customs, ear, application):
    number = customs.approved(application)

    announced = ear.wait(number, 4)[-1].data["layout"]
    content = customs.layout_bytes(announced["key"])
    assert hashlib.sha256(content).hexdigest() == announced["sha256"]
    assert Layout.from_bytes(content).certificate_no == number


def test_the_next_application_takes_the_next_serial(customs, application):
    numbers = [customs.post("/applications", application)["certificate_no"] for _ in range(2)]

    assert [number[-4:] for number in numbers] == ["0001", "0002"]


def test_a_serial_that_somebody_chose_is_passed_over(customs, application):
    first = customs.post("/applications", application)["certificate_no"]
    chosen = f"{first[:-4]}0002"
    customs.post("/applications", {**application, "certificate_no": chosen})

    assert customs.post("/applications", application)["certificate_no"][-4:] == "0003"


def test_a_returned_certificate_is_approved_again_with_the_next_revision(customs, ear, application):
    number = customs.approved(application, layout_step_seconds=0)
    customs.post(f"/applications/{number}/return", {"reason": "授权晚于审批"})
    customs.post(f"/applications/{number}/approval", {"layout_step_seconds": 0})

    told = ear.wait(number, 9)
    assert statuses(told)[4:6] == ["CertificateReturned", "CertificateApproved"]
    assert [each.data["revision"] for each in told] == [1] * 5 + [2] * 4


def test_many_certificates_are_filed_and_approved_at_once(customs, ear, application):
    body = {"application": application, "count": 25, "layout_step_seconds": 0}

    numbers = customs.post("/applications/batch-approval", body)["certificate_nos"]

    assert len(set(numbers)) == 25
    assert {len(ear.wait(number, 4)) for number in numbers} == {4}


def test_the_receipt_accepts_seal_and_signature_of_a_filed_declarer(customs, ear, enterprise):
    file_declarer(customs, enterprise)

    customs.hears(authorization(enterprise, id_number(1)))

    receipt = ear.wait(enterprise, 2)[-1]
    assert receipt.type == "AuthorizationReceiptIssued"
    assert [item["accepted"] for item in receipt.data["items"]] == [True, True]


def test_the_receipt_refuses_the_signature_of_a_declarer_filed_elsewhere(customs, ear, enterprise):
    file_declarer(customs, credit_code())

    customs.hears(authorization(enterprise, id_number(1)))

    items = ear.wait(enterprise, 1)[-1].data["items"]
    assert [item["accepted"] for item in items] == [True, False]
    assert items[1]["reason"] == ERRORS["authorization.signature_mismatch"].whole_zh


def test_an_authorization_delivered_twice_gets_one_receipt(customs, ear, enterprise):
    request = authorization(enterprise, id_number(1))
    event_id = customs.hears(request)
    customs.hears(request, event_id=event_id)
    customs.hears(request, event_id=uuid.uuid4())
    marker = AgentAuthorized(
        enterprise_code=enterprise,
        grant_id=uuid.uuid4(),
        agent_code=credit_code(),
        granted_at=NOON,
    )
    customs.hears(marker)

    ear.wait(enterprise, 1)
    eventually(
        lambda: len(customs.get(f"/enterprises/{enterprise}/timeline")) >= 4,
        "all was heard and the receipt sent",
    )
    assert [each.type for each in ear.heard(enterprise)] == ["AuthorizationReceiptIssued"]
    assert len(customs.get(f"/authorizations?enterprise_code={enterprise}")) == 1


def test_a_confirmed_print_is_archived(customs, ear, enterprise, application):
    number = customs.approved(application)
    ear.wait(number, 4)

    customs.hears(print_completed(enterprise, number))

    assert ear.wait(number, 5)[-1].type == "CertificateArchived"
    assert customs.get(f"/applications/{number}")["state"] == "archived"


def test_a_print_of_an_earlier_approval_is_not_archived(customs, enterprise, application):
    number = customs.approved(application)
    customs.post(f"/applications/{number}/return", {"reason": "更正"})
    customs.post(f"/applications/{number}/approval")

    customs.hears(print_completed(enterprise, number, revision=1))

    eventually(lambda: customs.timeline(number, "PrintCompleted"), "the print was heard")
    assert customs.get(f"/applications/{number}")["archive_due_at"] is None


def test_a_yes_for_an_original_already_void_is_not_archived(customs, enterprise, application):
    number = customs.approved(application)
    customs.hears(reprint_granted(enterprise, number, serial="SERIAL-1"))
    eventually(lambda: customs.timeline(number, "ReprintGranted"), "the reprint was heard")

    customs.hears(print_completed(enterprise, number, serial="SERIAL-1"))

    eventually(lambda: customs.timeline(number, "PrintCompleted"), "the print was heard")
    assert customs.get(f"/applications/{number}")["archive_due_at"] is None


def test_a_reprint_of_an_archived_certificate_is_answered_by_archiving_again(
    customs, ear, enterprise, application
):
    number = customs.approved(application)
    customs.post(f"/applications/{number}/archiving")

    customs.hears(reprint_granted(enterprise, number))

    first, again = (each for each in ear.wait(number, 6) if each.type == "CertificateArchived")
    assert first.id != again.id
    assert first.data["archived_at"] == again.data["archived_at"]


def test_what_services_report_stands_in_the_timeline_without_id_numbers(
    customs, enterprise, application
):
    number = customs.approved(application)

    customs.hears(print_completed(enterprise, number))

    [entry] = eventually(lambda: customs.timeline(number, "PrintCompleted"), "it was noted")
    assert (entry["way"], entry["details"]["print_serial"]) == ("heard", "SERIAL-1")
    assert application["declarer_id_number"] not in str(customs.get(f"/applications/{number}"))
