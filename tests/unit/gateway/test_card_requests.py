"""What the browser asks of the card: at a named workstation, or by a code before any login."""

from uuid import UUID, uuid4

import pytest

from contracts.authorization import CardChallenge, GetSession
from contracts.base import Done
from contracts.card_logins import (
    AnswerCardLogin,
    BeginCardLogin,
    CardLoginBegun,
    CardLoginState,
    CompleteCardLogin,
)
from contracts.card_requests import (
    AskCardSignature,
    CardRequestView,
    GetCardRequest,
    WithdrawCardRequest,
)
from contracts.sessions import IssueCardStatement
from gateway.connections import Connections, Notice
from gateway.examples import EXAMPLES
from gateway.live import LiveEvent
from gateway.sessions import digest_of
from gateway.specimens import USER_CODE, WORKSTATION_ID

AT = UUID(WORKSTATION_ID)
ASKED = f"/api/v1/workstations/{WORKSTATION_ID}/card-requests"


@pytest.fixture
def asked(http, rpc):
    """A request at the front desk."""
    rpc.answer(IssueCardStatement, CardChallenge.from_wire(EXAMPLES["CardChallenge"]))
    rpc.answer(AskCardSignature, CardRequestView.from_wire(EXAMPLES["CardRequestView"]))
    rpc.answer(GetCardRequest, CardRequestView.from_wire(EXAMPLES["CardRequestView"]))
    return http.post(ASKED, json=EXAMPLES["WantedSignature"])


@pytest.mark.rule("R24")
def test_only_the_services_own_words_go_to_the_card(asked, rpc):
    question = rpc.last(AskCardSignature)

    assert asked.status_code == 201
    assert question.statement == EXAMPLES["CardChallenge"]["statement"]
    assert str(question.challenge_id) == EXAMPLES["CardChallenge"]["challenge_id"]


def test_what_to_sign_cannot_be_sent_as_a_text(http, asked):
    body = EXAMPLES["WantedSignature"] | {"statement": "anything"}

    assert http.post(ASKED, json=body).status_code == 422


def test_a_request_belongs_to_the_session_that_asked(http, rpc, session, asked):
    http.get(f"/api/v1/card-requests/{asked.json()['request_id']}")

    assert rpc.last(AskCardSignature).session_id == session.session_id
    assert rpc.last(GetCardRequest).session_id == session.session_id


def test_a_session_of_another_time_says_so_itself(http, rpc, session, asked, parts):
    parts.sessions._known.clear()
    other = session.model_copy(update={"session_id": uuid4()})
    rpc.answer(GetSession, other)

    http.get(f"/api/v1/card-requests/{asked.json()['request_id']}")

    assert rpc.last(GetCardRequest).session_id == other.session_id


@pytest.mark.anyio
async def test_a_request_through_another_gateway_is_told_too(rpc):
    connections = Connections(rpc)
    fields = {"workstation_id": WORKSTATION_ID}

    with connections.holding(AT, uuid4()) as held, connections.holding(uuid4(), uuid4()) as other:
        connections.hear(LiveEvent("1", "CardSignatureAsked", "", "", fields, "", None))

    assert (held.notices, other.notices) == ({Notice.CARD_REQUESTS}, frozenset())


def test_a_request_can_be_withdrawn(http, rpc, asked):
    rpc.answer(WithdrawCardRequest, CardRequestView.from_wire(EXAMPLES["CardRequestView"]))

    answer = http.delete(f"/api/v1/card-requests/{asked.json()['request_id']}")

    assert answer.status_code == 200
    assert rpc.last(WithdrawCardRequest).request_id == UUID(asked.json()["request_id"])


def test_a_card_login_s_secret_is_the_browser_s_alone(anonymous, rpc):
    rpc.answer(BeginCardLogin, CardLoginBegun.from_wire(EXAMPLES["CardLoginStarted"]))

    begun = anonymous.post("/api/v1/card-logins").json()

    asked = rpc.last(BeginCardLogin)
    assert asked.secret_sha256 == digest_of(begun["login_secret"])
    assert begun["login_secret"] not in asked.model_dump_json()
    assert asked.client_address == "127.0.0.1"


def test_the_browser_waits_and_then_has_its_session_and_cookie(anonymous, rpc):
    body = {"login_secret": "tk-specimen"}
    rpc.answer(CompleteCardLogin, CardLoginState(state="waiting"))
    waiting = anonymous.post("/api/v1/card-logins/completion", json=body)
    opened = {name: EXAMPLES["OpenedSession"][name] for name in ("expires_at", "caller")}
    rpc.answer(CompleteCardLogin, CardLoginState.from_wire({"state": "opened", "opened": opened}))

    answer = anonymous.post("/api/v1/card-logins/completion", json=body)

    assert waiting.json() == {"state": "waiting", "session": None}
    assert "set-cookie" not in waiting.headers
    assert answer.json()["session"]["token"] in answer.headers["set-cookie"]
    assert rpc.last(CompleteCardLogin).token_sha256 == digest_of(answer.json()["session"]["token"])


def test_the_program_with_the_card_needs_no_session_to_sign(anonymous, rpc):
    rpc.answer(AnswerCardLogin, Done())

    answer = anonymous.post(
        f"/api/v1/card-logins/{USER_CODE}/signature", json=EXAMPLES["CardLoginSignature"]
    )

    assert answer.status_code == 204
    assert rpc.last(AnswerCardLogin).user_code == USER_CODE
    assert "set-cookie" not in answer.headers
