"""Everything that goes wrong ends in a problem document."""

import json

import pytest

from contracts.certificates import GetCertificate
from contracts.people import ListOperators


def assert_problem(response, status, code):
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert problem["call_id"] == response.headers["x-call-id"]
    return problem


def test_an_unknown_path_is_an_unknown_resource(http):
    assert_problem(http.get("/api/v1/nothing"), 404, "request.unknown_resource")


def test_a_wrong_method_says_which_are_right(http):
    response = http.delete("/api/v1/certificates")

    assert_problem(response, 405, "request.method_not_allowed")
    assert response.headers["allow"] == "GET"


def test_a_refusal_of_a_service_comes_back_with_its_details(http, rpc):
    rpc.refuse(GetCertificate, "certificate.unknown", certificate_no="A26SPECIMEN10001")

    problem = assert_problem(
        http.get("/api/v1/certificates/A26SPECIMEN10001"), 404, "certificate.unknown"
    )
    assert "A26SPECIMEN10001" in problem["detail"]
    assert problem["what_to_do"].startswith("Check the number")


def test_a_service_that_is_away_is_unavailable_for_some_seconds(http):
    response = http.get("/api/v1/certificates")

    assert_problem(response, 503, "service.unavailable")
    assert response.headers["retry-after"] == "5"


def test_a_defect_of_a_service_shows_its_reference_and_nothing_else(http, rpc):
    rpc.answer(ListOperators, lambda _: 1 / 0)

    problem = assert_problem(http.get("/api/v1/operators"), 500, "service.failed")
    assert problem["call_id"] in problem["detail"]
    assert "division" not in json.dumps(problem)


def test_a_defect_of_the_gateway_shows_its_reference_and_nothing_else(http, parts, monkeypatch):
    monkeypatch.setattr(type(parts.sessions), "resolve", lambda *_: {}["secret"])

    problem = assert_problem(http.get("/api/v1/operators"), 500, "service.failed")

    assert "secret" not in json.dumps(problem)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"user_name": "specimen"}, "body.password"),
        ({"user_name": 7, "password": "x"}, "body.user_name"),
        ([], "body"),
    ],
)
def test_a_body_that_is_not_right_names_every_wrong_place(anonymous, body, place):
    problem = assert_problem(anonymous.post("/api/v1/sessions", json=body), 422, "request.invalid")

    assert [fault["place"] for fault in problem["errors"]] == [place]
    assert place in problem["detail"]


def test_a_body_that_is_no_json_is_invalid(anonymous):
    response = anonymous.post(
        "/api/v1/sessions", content=b"{", headers={"content-type": "application/json"}
    )

    assert_problem(response, 422, "request.invalid")


def test_a_wrong_value_is_never_repeated(http):
    body = {"name": "x", "id_number": "110101199003070000", "user_name": "u", "password": "p"}

    response = http.post("/api/v1/operators", json=body)

    assert_problem(response, 422, "request.invalid")
    assert "110101199003070000" not in response.text


def test_an_unknown_field_is_an_error_and_not_ignored(http):
    response = http.post("/api/v1/exceptions", json={"certificate": "A26SPECIMEN10001"})

    problem = assert_problem(response, 422, "request.invalid")
    assert "body.certificate" in [fault["place"] for fault in problem["errors"]]


def test_an_unknown_filter_is_an_error_and_not_ignored(http):
    assert_problem(http.get("/api/v1/certificates?colour=red"), 422, "request.invalid")


def test_a_json_body_larger_than_a_mebibyte_is_refused(anonymous):
    body = {"user_name": "x" * 1_100_000, "password": "x"}

    problem = assert_problem(
        anonymous.post("/api/v1/sessions", json=body), 413, "request.too_large"
    )

    assert problem["details"] == {"limit_mib": 1}


def test_a_body_without_announced_length_is_counted_while_it_is_read(anonymous):
    async def endless():
        for _ in range(40):
            yield b"x" * 65_536

    response = anonymous.post(
        "/api/v1/sessions", content=endless(), headers={"content-type": "application/json"}
    )

    assert_problem(response, 413, "request.too_large")
