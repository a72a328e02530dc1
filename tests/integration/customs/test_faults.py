"""Scripted faults as the services meet them."""

import hashlib

import pytest
from minio.error import MinioException

from customs.console.bodies import example_application
from tests.unit.customs.builders import authorization, credit_code, id_number, layout_rejected

from .conftest import eventually


@pytest.fixture
def enterprise() -> str:
    return credit_code()


@pytest.fixture
def application(enterprise) -> dict:
    return {**example_application(), "enterprise_code": enterprise}


def statuses(envelopes):
    return [each.data.get("status", each.type) for each in envelopes]


def test_a_wrong_digest_is_put_right_when_the_layout_is_sent_again(
    customs, ear, enterprise, application
):
    number = customs.approved(application, faults=[{"kind": "wrong_digest"}])
    wrong = ear.wait(number, 4)[-1].data["layout"]

    customs.hears(layout_rejected(enterprise, number))

    right = ear.wait(number, 6)[-1].data["layout"]
    digests = [
        hashlib.sha256(customs.layout_bytes(each["key"])).hexdigest() for each in (wrong, right)
    ]
    assert (digests[0] == wrong["sha256"], digests[1] == right["sha256"]) == (False, True)


def test_a_missing_object_is_announced_and_not_there(customs, ear, application):
    number = customs.approved(application, faults=[{"kind": "missing_object"}])

    announced = ear.wait(number, 4)[-1].data["layout"]
    with pytest.raises(MinioException):
        customs.layout_bytes(announced["key"])


def test_a_layout_is_sent_again_three_times_and_no_oftener(customs, ear, enterprise, application):
    number = customs.approved(application, layout_step_seconds=0)
    for _ in range(4):
        customs.hears(layout_rejected(enterprise, number))
    eventually(lambda: len(customs.timeline(number, "LayoutRejected")) == 4, "4 rejections heard")
    customs.post(f"/applications/{number}/archiving")

    told = ear.wait(number, 4 + 3 * 2 + 1)
    assert statuses(told).count("received") == 4


def test_a_duplicate_carries_the_same_id(customs, ear, application):
    fault = {"kind": "duplicate", "layout_status": "received", "seconds": 0}

    number = customs.approved(application, faults=[fault])

    told = ear.wait(number, 5)
    assert statuses(told)[-2:] == ["received", "received"]
    assert told[-1].id == told[-2].id


def test_out_of_order_events_arrive_so(customs, ear, application):
    fault = {"kind": "out_of_order", "layout_status": "sending"}

    number = customs.approved(application, faults=[fault])

    assert statuses(ear.wait(number, 4))[2:] == ["received", "sending"]


def test_a_lost_event_comes_later_with_what_followed_it(customs, ear, application):
    fault = {"kind": "lost_then_resent", "layout_status": "sending", "seconds": 0.5}

    number = customs.approved(application, faults=[fault])

    assert statuses(ear.wait(number, 5))[2:] == ["received", "sending", "received"]


def test_a_fault_strikes_the_next_of_its_enterprise_only_as_often_as_told(
    customs, ear, enterprise, application
):
    customs.post(
        "/faults",
        {
            "kind": "duplicate",
            "event": "CertificateApproved",
            "enterprise_code": enterprise,
            "seconds": 0,
        },
    )

    first, second = (customs.approved(application, layout_step_seconds=0) for _ in range(2))

    assert statuses(ear.wait(first, 5)).count("CertificateApproved") == 2
    assert statuses(ear.wait(second, 4)).count("CertificateApproved") == 1


def test_a_scripted_rejection_gives_its_reason_in_the_receipt(customs, ear, enterprise):
    body = {"enterprise_code": enterprise, "id_number": id_number(1), "name": "样本申报员"}
    customs.post("/declarers", body)
    fault = {
        "kind": "reject",
        "stamp_kind": "seal",
        "reason": "印章模糊",
        "enterprise_code": enterprise,
    }
    customs.post("/faults", fault)

    customs.hears(authorization(enterprise, id_number(1)))

    items = ear.wait(enterprise, 2)[-1].data["items"]
    assert [item["reason"] for item in items] == ["印章模糊", None]


def test_a_fault_taken_back_no_longer_strikes(customs, ear, enterprise, application):
    fault = {"kind": "late", "event": "CertificateApproved", "enterprise_code": enterprise}
    scripted = customs.post("/faults", {**fault, "seconds": 3600})

    customs.call("DELETE", f"/faults/{scripted['fault_id']}")

    number = customs.approved(application, layout_step_seconds=0)
    assert statuses(ear.wait(number, 4))[0] == "CertificateApproved"
