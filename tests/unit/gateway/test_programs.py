"""API tokens and webhooks at the door: texts and secrets that are shown once."""

import hashlib

import pytest

from chassis.one_time_keys import seal_once
from contracts.api_tokens import (
    ApiTokenMade,
    ApiTokenView,
    MakeApiToken,
    RevokeApiToken,
    UseApiToken,
    is_api_token,
    token_of,
)
from contracts.authorization import CloseSession, GetSession
from contracts.people import ListOperators, OperatorList
from contracts.scopes import Scope
from contracts.values import LoginMedium
from contracts.webhooks import MakeWebhook, WebhookMade, WebhookView
from gateway.examples import EXAMPLES
from gateway.specimens import API_TOKEN_ID

TOKEN = token_of(bytes(range(32)))
BEARER = {"authorization": f"Bearer {TOKEN}"}
VIEW = ApiTokenView.from_wire(EXAMPLES["ApiTokenView"])


@pytest.fixture
def program(rpc, session):
    caller = session.caller.model_copy(
        update={
            "operator_id": VIEW.token_id,
            "medium": LoginMedium.API_TOKEN,
            "scopes": (Scope.PEOPLE_READ,),
        }
    )
    rpc.answer(UseApiToken, session.model_copy(update={"caller": caller, "expires_at": None}))
    rpc.answer(ListOperators, OperatorList(operators=()))
    return caller


def test_a_program_calls_as_itself_and_auth_svc_learns_the_digest_alone(anonymous, rpc, program):
    assert anonymous.get("/api/v1/operators", headers=BEARER).status_code == 200

    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    assert rpc.last(UseApiToken).token_sha256.get_secret_value() == digest
    assert rpc.last(ListOperators).caller == program
    assert GetSession not in map(type, rpc.asked)


def test_what_only_looks_like_a_token_is_asked_about_nowhere(anonymous, rpc, program):
    headers = {"authorization": f"Bearer {TOKEN[:-1]}x"}

    response = anonymous.get("/api/v1/operators", headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, "session.required")
    assert rpc.asked == []


def test_a_token_that_is_revoked_here_is_asked_about_again_at_once(http, anonymous, rpc, program):
    anonymous.get("/api/v1/operators", headers=BEARER)
    rpc.answer(RevokeApiToken, VIEW)
    http.delete(f"/api/v1/api-tokens/{API_TOKEN_ID}")
    rpc.refuse(UseApiToken, "session.required")

    assert anonymous.get("/api/v1/operators", headers=BEARER).status_code == 401


def test_a_token_does_not_log_out(anonymous, rpc, program):
    response = anonymous.delete("/api/v1/sessions/current", headers=BEARER)

    assert response.json()["code"] == "token.not_for_programs"
    assert CloseSession not in map(type, rpc.asked)


def test_a_program_gets_no_stream_of_events_for_browsers(anonymous, program):
    response = anonymous.get("/api/v1/events", headers=BEARER)

    assert (response.status_code, response.json()["code"]) == (403, "token.not_for_programs")


def test_a_program_is_told_what_its_scopes_open(anonymous, program):
    told = anonymous.get("/api/v1/sessions/current", headers=BEARER).json()

    assert told["caller"]["scopes"] == ["people:read"]
    assert "list_operators" in told["actions"]
    assert "add_operator" not in told["actions"]


def test_a_token_is_made_here_and_only_its_digest_is_told(http, rpc):
    rpc.answer(
        MakeApiToken,
        lambda asked: ApiTokenMade(token=VIEW, token_sha256=asked.token_sha256.get_secret_value()),
    )

    shown = http.post("/api/v1/api-tokens", json=EXAMPLES["NewApiToken"]).json()["token"]

    told = rpc.last(MakeApiToken).token_sha256.get_secret_value()
    assert is_api_token(shown)
    assert hashlib.sha256(shown.encode()).hexdigest() == told


def test_a_repeated_call_shows_no_token(http, rpc):
    rpc.answer(MakeApiToken, ApiTokenMade(token=VIEW, token_sha256="0" * 64))

    response = http.post("/api/v1/api-tokens", json=EXAMPLES["NewApiToken"])

    assert (response.status_code, response.json()["token"]) == (201, None)


def test_a_secret_crosses_the_broker_sealed_and_is_shown(http, rpc):
    webhook = WebhookView.from_wire(EXAMPLES["WebhookView"])
    rpc.answer(
        MakeWebhook,
        lambda asked: WebhookMade(
            webhook=webhook,
            sealed_secret=seal_once("whsec_specimen", asked.reveal_to.get_secret_value()),
        ),
    )

    response = http.post("/api/v1/webhooks", json=EXAMPLES["NewWebhook"])

    assert response.json()["secret"] == "whsec_specimen"


def test_a_secret_that_was_sealed_for_another_call_is_not_shown(http, rpc):
    webhook = WebhookView.from_wire(EXAMPLES["WebhookView"])
    sealed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    rpc.answer(MakeWebhook, WebhookMade(webhook=webhook, sealed_secret=sealed))

    response = http.post("/api/v1/webhooks", json=EXAMPLES["NewWebhook"])

    assert (response.status_code, response.json()["secret"]) == (201, None)
