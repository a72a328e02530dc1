"""The customs console behind the gateway: passed on whole, with the token and only so."""

import dataclasses
import json
from contextlib import closing

import httpx
import pytest

from gateway.app import create_app
from gateway.parts import assemble
from tests.unit.gateway.fakes import Http

TOKEN = {"authorization": "Bearer open-sesame"}


class Customs:
    """Answers over httpx's own seam and remembers what it was sent."""

    def __init__(self) -> None:
        self.received: list[httpx.Request] = []
        self.away = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away", request=request)
        self.received.append(request)
        headers = {"x-from": "customs", "connection": "close", "set-cookie": "a=b"}
        return httpx.Response(201, json={"got": request.content.decode()}, headers=headers)


@pytest.fixture
def customs():
    return Customs()


@pytest.fixture
def console(with_console, rpc, objects, customs):
    client = httpx.AsyncClient(
        base_url="http://customs.test", transport=httpx.MockTransport(customs)
    )
    parts = dataclasses.replace(assemble(with_console, rpc=rpc, objects=objects), console=client)
    with closing(Http(create_app(parts))) as http:
        yield http


@pytest.mark.parametrize("prefix", ["/customs", "/api/v1/customs"])
def test_a_call_is_passed_on_whole_and_its_answer_comes_back(console, customs, prefix):
    response = console.post(f"{prefix}/declarers?a=1&a=2", json={"name": "样本"}, headers=TOKEN)

    sent = customs.received[0]
    assert (sent.method, str(sent.url)) == ("POST", "http://customs.test/declarers?a=1&a=2")
    assert json.loads(sent.content) == {"name": "样本"}
    assert (response.status_code, response.headers["x-from"]) == (201, "customs")
    assert json.loads(response.json()["got"]) == {"name": "样本"}


def test_tokens_cookies_and_hop_by_hop_headers_stay_here(console, customs):
    response = console.get(
        "/customs/faults", headers={**TOKEN, "cookie": "originprint_session=x", "te": "trailers"}
    )

    assert not {"authorization", "cookie", "te"} & set(customs.received[0].headers)
    assert not {"set-cookie", "connection"} & set(response.headers)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}])
def test_without_the_console_token_nothing_is_passed_on(console, customs, headers):
    response = console.get("/customs/faults", headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, "console.wrong_token")
    assert customs.received == []


def test_a_session_opens_no_console(console, customs):
    response = console.get("/customs/faults", headers={"authorization": "Bearer tk-specimen"})

    assert response.status_code == 401


def test_another_host_in_the_path_is_only_a_path(console, customs):
    console.get("/customs//elsewhere.test/faults", headers=TOKEN)

    assert customs.received[0].url.host == "customs.test"


def test_customs_being_away_is_unavailable(console, customs):
    customs.away = True

    assert console.get("/customs/faults", headers=TOKEN).json()["code"] == "service.unavailable"


def test_a_body_larger_than_a_mebibyte_is_not_passed_on(console, customs):
    response = console.post("/customs/declarers", content=b"x" * 1_100_000, headers=TOKEN)

    assert response.status_code == 413
    assert customs.received == []


def test_without_a_console_configured_there_is_no_such_resource(anonymous):
    assert anonymous.get("/customs/faults", headers=TOKEN).status_code == 404


def test_a_browser_that_gave_the_token_has_the_console_open(console, customs):
    console.post("/customs/session", json={"token": "open-sesame"})

    assert console.get("/customs/session").status_code == 204
    assert console.get("/customs/faults").status_code == 201


def test_no_script_reads_the_consoles_cookie_and_no_other_site_sends_it(console):
    response = console.post("/customs/session", json={"token": "open-sesame"})

    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_wrong_token_opens_no_console_in_a_browser(console):
    response = console.post("/customs/session", json={"token": "guess"})

    assert response.json()["code"] == "console.wrong_token"
    assert "set-cookie" not in response.headers


def test_a_page_of_another_site_does_nothing_at_an_open_console(console, customs):
    console.post("/customs/session", json={"token": "open-sesame"})

    response = console.post(
        "/customs/declarers", json={}, headers={"origin": "https://elsewhere.test"}
    )

    assert response.json()["code"] == "request.cross_site"
    assert customs.received == []


def test_a_console_that_was_closed_is_closed(console):
    console.post("/customs/session", json={"token": "open-sesame"})

    console.delete("/customs/session")

    assert console.get("/customs/session").status_code == 401


def test_without_specimen_surroundings_there_is_no_such_resource(console):
    assert console.get("/specimen/people", headers=TOKEN).status_code == 404


def test_what_customs_says_belongs_to_the_call_that_was_passed_on(console, customs):
    response = console.post("/customs/declarers", json={}, headers=TOKEN)

    assert customs.received[0].headers["x-call-id"] == response.headers["x-call-id"]


def test_a_call_id_that_the_officer_chose_stays(console, customs):
    console.post("/customs/declarers", json={}, headers={**TOKEN, "X-Call-Id": "chosen"})

    assert customs.received[0].headers.get_list("x-call-id") == ["chosen"]
