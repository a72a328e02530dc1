"""The table from error code to HTTP status, and what a problem document says."""

import pytest

from contracts.errors import ERRORS, Refused
from gateway.problems import STATUS, problem_of, respond, respond_refused


def test_every_declared_code_has_a_status_and_every_status_a_declared_code():
    assert set(STATUS) == set(ERRORS)


def test_every_status_is_an_error_of_http():
    assert {status for status in STATUS.values() if not 400 <= status <= 503} == set()


def test_a_problem_names_code_rule_and_both_languages():
    problem = problem_of("certificate.layout_not_received")

    assert problem.type == "urn:originprint:problem:certificate.layout_not_received"
    assert (problem.status, problem.rule) == (409, "R58")
    assert problem.title == "The layout has not arrived yet"
    assert problem.detail == "The layout has not arrived yet; search again later"
    assert problem.detail_zh == "版式尚未接收成功，请稍后再查"
    assert (problem.what_to_do, problem.what_to_do_zh) == ("Search again later", "请稍后再查")


def test_a_title_is_the_same_whatever_the_details():
    first = problem_of("operator.user_name_unavailable", {"user_name": "zhang"})
    second = problem_of("operator.user_name_unavailable", {"user_name": "wang"})

    assert first.title == second.title == "The user name cannot be had"
    assert first.detail == "The user name zhang cannot be had; choose another"


@pytest.mark.parametrize("code", ["scan.refused", "certificate.archived", "exception.archived"])
def test_a_sentence_that_asks_for_nothing_says_nothing_to_do(code):
    assert problem_of(code).what_to_do is None


def test_what_to_do_names_its_details():
    problem = problem_of("session.locked", {"seconds": 30})

    assert (problem.what_to_do, problem.what_to_do_zh) == ("Try again in 30 s", "请 30 秒后再试")


@pytest.mark.parametrize("seconds", [30, "30", "30.0"])
def test_who_is_locked_out_learns_when_to_come_again(seconds):
    response = respond_refused(Refused("session.locked", {"seconds": seconds}))

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "30"


def test_a_missing_session_names_the_scheme_to_use():
    assert (
        respond_refused(Refused("session.required"))
        .headers["WWW-Authenticate"]
        .startswith("Bearer")
    )


def test_object_keys_stay_inside():
    response = respond_refused(Refused("object.altered", {"key": "seals/secret/1/cutout.png"}))

    assert b"seals/secret" not in response.body


def test_a_problem_has_its_own_media_type_and_is_never_cached():
    response = respond(problem_of("request.unknown_resource"))

    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
