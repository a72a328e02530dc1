"""What the console refuses, and how it says so."""

import pytest

from customs.console.bodies import example_application
from tests.unit.customs.builders import credit_code


@pytest.fixture
def application() -> dict:
    return {**example_application(), "enterprise_code": credit_code()}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"type_id": "china_atlantis"}, 422, "customs.unknown_type"),
        ({"destination": "NZ"}, 422, "customs.destination_not_of_type"),
        ({"data": {"fields": {}, "items": [{}]}}, 422, "customs.fields_missing"),
        ({"certificate_no": "B26YANGBEN000001"}, 422, "customs.number_not_of_type"),
        ({"declarer_id_number": "110101199003071091"}, 422, "customs.invalid_request"),
        ({"issuing_office": "01"}, 422, "customs.invalid_request"),
        ({"colour": "red"}, 422, "customs.invalid_request"),
    ],
)
def test_a_wrong_application_is_refused_as_a_problem(customs, application, changes, status, code):
    response = customs.call("POST", "/applications", {**application, **changes})

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_refused_id_number_is_not_repeated(customs, application):
    body = {**application, "declarer_id_number": "110101199003071091"}

    assert "110101199003071091" not in customs.call("POST", "/applications", body).text


def test_a_field_that_the_form_does_not_print_is_refused_by_name(customs, application):
    data = {**application["data"], "fields": {**application["data"]["fields"], "colour": "RED"}}

    response = customs.call("POST", "/applications", {**application, "data": data})

    assert (response.json()["code"], response.json()["details"]["unknown"]) == (
        "customs.fields_unknown",
        "colour",
    )


def test_a_number_is_applied_for_once(customs, application):
    number = customs.post("/applications", application)["certificate_no"]

    response = customs.call("POST", "/applications", {**application, "certificate_no": number})

    assert (response.status_code, response.json()["code"]) == (409, "customs.number_taken")


def test_a_returned_application_may_come_again_under_its_number(customs, application):
    number = customs.post("/applications", application)["certificate_no"]
    customs.post(f"/applications/{number}/return", {"reason": "缺少资料"})

    again = customs.post("/applications", {**application, "certificate_no": number})

    assert (again["state"], again["revision"]) == ("applied", 0)


def test_what_the_state_table_does_not_know_is_refused_with_the_state(customs, application):
    number = customs.approved(application)

    response = customs.call("POST", f"/applications/{number}/approval", {})

    assert response.status_code == 409
    assert (response.json()["code"], response.json()["details"]["state"]) == (
        "customs.wrong_state",
        "approved",
    )


@pytest.mark.parametrize(
    "path", ["approval", "archiving", "return", "counter-claim"], ids=lambda path: f"post-{path}"
)
def test_an_unknown_certificate_is_refused_by_every_decision(customs, path):
    body = {"reason": "无"} if path == "return" else None

    response = customs.call("POST", f"/applications/A26NOBODY000001/{path}", body)

    assert (response.status_code, response.json()["code"]) == (
        404,
        "customs.unknown_application",
    )


def test_delays_are_set_and_taken_back(customs):
    customs.call("PUT", "/settings", {"receipt_delay_seconds": 7})
    set_to = customs.get("/settings")["receipt_delay_seconds"]
    customs.call("PUT", "/settings", {})

    assert (set_to, customs.get("/settings")["receipt_delay_seconds"]) == (7, 0.2)
