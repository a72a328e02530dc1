"""Tokens and cookies: who is calling, and who may not."""

import asyncio
from uuid import uuid4

import pytest

from contracts.authorization import (
    CardChallenge,
    CloseSession,
    GetSession,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
    SessionOpened,
)
from contracts.base import Done
from contracts.people import DisableOperator, ListOperators, OperatorList, OperatorView
from contracts.values import LoginMedium
from gateway.examples import EXAMPLES
from gateway.limits import LIMITS, Limit
from gateway.sessions import digest_of
from tests.unit.gateway.test_live import event

LOGIN = EXAMPLES["PasswordLogin"]
COOKIE = {"cookie": "originprint_session=tk-specimen"}


def sessions_ended(operator_id: str):
    return event("SessionsEnded", operator_id=operator_id, media=["password"])


@pytest.fixture
def opened(rpc):
    rpc.answer(OpenSession, SessionOpened.from_wire(EXAMPLES["OpenedSession"]))
    rpc.answer(CloseSession, Done())
    rpc.answer(ListOperators, OperatorList(operators=()))


def test_a_login_shows_the_token_once_and_sets_a_strict_cookie(anonymous, opened):
    response = anonymous.post("/api/v1/sessions", json=LOGIN)

    assert response.status_code == 201
    token = response.json()["token"]
    cookie = response.headers["set-cookie"]
    assert f"originprint_session={token}" in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/api/v1"} <= set(cookie.split("; "))


def test_the_cookie_is_secure_on_https(anonymous, opened):
    response = anonymous.post("https://gateway.test/api/v1/sessions", json=LOGIN)

    assert "Secure" in response.headers["set-cookie"]


def test_a_card_gets_a_challenge_and_a_session_for_its_signature(anonymous, rpc):
    rpc.answer(IssueCardChallenge, CardChallenge.from_wire(EXAMPLES["CardChallenge"]))
    rpc.answer(OpenCardSession, SessionOpened.from_wire(EXAMPLES["OpenedSession"]))

    challenge = anonymous.post("/api/v1/card-challenges")
    opened = anonymous.post("/api/v1/card-sessions", json=EXAMPLES["CardLogin"])

    assert (challenge.status_code, opened.status_code) == (201, 201)
    assert challenge.json()["statement"] == EXAMPLES["CardChallenge"]["statement"]
    assert f"originprint_session={opened.json()['token']}" in opened.headers["set-cookie"]


def test_a_wrong_password_sets_no_cookie(anonymous, rpc):
    rpc.refuse(OpenSession, "session.wrong_password")

    response = anonymous.post("/api/v1/sessions", json=LOGIN)

    assert (response.status_code, "set-cookie" in response.headers) == (401, False)


def test_who_is_logged_in_can_be_asked(http, session):
    assert http.get("/api/v1/sessions/current").json().items() >= session.to_wire().items()


@pytest.mark.rule("R5", "R109")
def test_who_logged_in_with_a_password_is_told_of_printing_and_not_of_seals(http, rpc, session):
    caller = session.caller.model_copy(update={"medium": LoginMedium.PASSWORD})
    rpc.answer(GetSession, session.model_copy(update={"caller": caller}))

    told = http.get("/api/v1/sessions/current").json()

    assert "issue_print_jobs" in told["actions"]
    assert "make_seal" not in told["actions"]
    assert [menu["zh"] for menu in told["menus"]] == [
        "使用说明",
        "证书打印",
        "打印异常申请",
        "证书下载",
        "版本说明",
    ]


@pytest.mark.rule("R5", "R109")
def test_the_legal_person_is_told_of_every_menu(http):
    told = http.get("/api/v1/sessions/current").json()

    assert {"印章制作", "签名制作", "印章签名授权", "代理打印授权"} <= {
        menu["zh"] for menu in told["menus"]
    }


def test_a_session_that_ended_elsewhere_is_asked_about_again_at_once(http, rpc, opened, parts):
    http.get("/api/v1/operators")
    parts.live.publish(sessions_ended(EXAMPLES["OperatorView"]["operator_id"]))
    rpc.refuse(GetSession, "session.required")

    assert http.get("/api/v1/operators").status_code == 401


def test_sessions_of_others_are_kept_when_a_person_s_end(http, rpc, opened, parts):
    http.get("/api/v1/operators")
    parts.live.publish(sessions_ended(str(uuid4())))
    http.get("/api/v1/operators")

    assert [type(asked) for asked in rpc.asked].count(GetSession) == 1


def test_who_is_disabled_here_is_out_at_once(http, rpc, opened):
    operator = EXAMPLES["OperatorView"]
    rpc.answer(DisableOperator, OperatorView.from_wire(operator))
    http.post(f"/api/v1/operators/{operator['operator_id']}/disable")
    rpc.refuse(GetSession, "session.required")

    assert http.get("/api/v1/operators").status_code == 401


def test_without_a_token_nothing_is_asked(anonymous, rpc):
    response = anonymous.get("/api/v1/operators")

    assert (response.status_code, response.json()["code"]) == (401, "session.required")
    assert rpc.asked == []


def test_an_absurdly_long_token_is_no_token(anonymous, rpc):
    response = anonymous.get("/api/v1/operators", headers={"authorization": "Bearer " + "x" * 501})

    assert response.status_code == 401
    assert rpc.asked == []


def test_an_expired_session_is_refused_as_auth_svc_says(http, rpc):
    rpc.refuse(GetSession, "session.expired")

    response = http.get("/api/v1/operators")

    assert (response.status_code, response.json()["code"]) == (401, "session.expired")


def test_a_session_is_asked_for_once_within_two_seconds(http, rpc, opened):
    http.get("/api/v1/operators")
    http.get("/api/v1/operators")

    assert [type(asked) for asked in rpc.asked] == [GetSession, ListOperators, ListOperators]


def test_a_session_is_asked_for_again_after_two_seconds(http, rpc, opened, parts):
    http.get("/api/v1/operators")
    parts.sessions._clock = lambda: 1e12
    http.get("/api/v1/operators")

    assert [type(asked) for asked in rpc.asked].count(GetSession) == 2


def test_a_logout_is_known_at_once(http, rpc, opened):
    http.get("/api/v1/operators")
    assert http.delete("/api/v1/sessions/current").status_code == 204
    rpc.refuse(GetSession, "session.expired")

    assert http.get("/api/v1/operators").status_code == 401
    assert rpc.last(CloseSession).token_sha256 == digest_of("tk-specimen")


def test_the_caller_of_a_request_is_the_one_logged_in(http, rpc, opened, session):
    http.get("/api/v1/operators")

    assert rpc.last(ListOperators).caller == session.caller


def test_a_cookie_may_read(anonymous, opened):
    assert anonymous.get("/api/v1/operators", headers=COOKIE).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.test"}, {"origin": "null"}])
def test_a_cookie_alone_changes_nothing_for_another_site(anonymous, rpc, opened, headers):
    response = anonymous.delete("/api/v1/sessions/current", headers={**COOKIE, **headers})

    assert (response.status_code, response.json()["code"]) == (403, "request.cross_site")
    assert rpc.asked == []


@pytest.mark.parametrize(
    "headers", [{"x-requested-with": "fetch"}, {"origin": "http://gateway.test"}]
)
def test_a_cookie_with_proof_of_its_own_site_may_change(anonymous, opened, headers):
    response = anonymous.delete("/api/v1/sessions/current", headers={**COOKIE, **headers})

    assert response.status_code == 204
    assert 'originprint_session=""' in response.headers["set-cookie"]


def test_a_token_that_opened_nothing_is_not_asked_for_again(http, rpc):
    rpc.refuse(GetSession, "session.required")

    statuses = [http.get("/api/v1/operators").status_code for _ in range(2)]

    assert (statuses, len(rpc.asked)) == ([401, 401], 1)


def test_a_token_is_asked_for_again_when_nobody_could_say_what_it_opens(http, rpc, opened, session):
    rpc.refuse(GetSession, "service.unavailable", seconds=5)
    unknown = http.get("/api/v1/operators")
    rpc.answer(GetSession, session)

    assert (unknown.status_code, http.get("/api/v1/operators").status_code) == (503, 200)


ADDRESS = {"address": "127.0.0.1"}


@pytest.fixture
def no_more_made_up_tokens(parts, monkeypatch):
    """The address has had its one."""
    monkeypatch.setitem(LIMITS, "unknown_token", (Limit("address", 1e-9, 1),))
    asyncio.run(parts.limiter.take("unknown_token", ADDRESS))


def test_an_address_that_made_up_tokens_is_refused_before_anybody_is_asked(
    http, rpc, no_more_made_up_tokens
):
    answer = http.get("/api/v1/operators")

    assert (answer.status_code, rpc.asked) == (429, [])


def test_who_was_met_before_is_known_at_an_address_that_made_up_tokens(
    http, rpc, opened, parts, monkeypatch
):
    monkeypatch.setitem(LIMITS, "unknown_token", (Limit("address", 1e-9, 1),))
    http.get("/api/v1/operators")
    asyncio.run(parts.limiter.take("unknown_token", ADDRESS))
    parts.sessions._clock = lambda: 1e12

    assert http.get("/api/v1/operators").status_code == 200


def test_who_logs_in_is_known_at_an_address_that_made_up_tokens(
    anonymous, rpc, opened, no_more_made_up_tokens
):
    token = anonymous.post("/api/v1/sessions", json=LOGIN).json()["token"]
    headers = {"authorization": f"Bearer {token}"}

    assert anonymous.get("/api/v1/operators", headers=headers).status_code == 200


def test_tokens_that_open_something_are_not_counted(anonymous, rpc, opened, monkeypatch):
    monkeypatch.setitem(LIMITS, "unknown_token", (Limit("address", 1e-9, 1),))
    headers = [{"authorization": f"Bearer good-{turn}"} for turn in range(2)]

    statuses = [anonymous.get("/api/v1/operators", headers=one).status_code for one in headers]

    assert statuses == [200, 200]
