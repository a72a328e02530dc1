"""Values that no form would send, at the places that have to bear them."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import ValidationError

from chassis.cursors import moment, read_cursor
from contracts.authorization import OpenSession
from contracts.certificate_lists import ListCertificates
from contracts.errors import Refused
from contracts.printing import ListPrintJobs
from gateway.rpc import _body_of
from services.auth_svc.domain.cards import read_card
from tests.unit.cert_svc.events import caller
from tests.unit.gateway.conftest import (
    anonymous,
    app,
    http,
    objects,
    parts,
    rpc,
    session,
    settings,
    shared_app,
)
from workstation.card_issuer import SpecimenAuthority

__all__ = [
    "anonymous",
    "app",
    "http",
    "objects",
    "parts",
    "rpc",
    "session",
    "settings",
    "shared_app",
]

LEAST, MOST = "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"


def cursor(*texts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def test_half_a_surrogate_pair_never_reaches_the_bus():
    login = OpenSession.model_construct(user_name="\ud800", password="x")

    with pytest.raises(Refused, match="not valid"):
        _body_of({"user_name": login.user_name})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/sessions", b'{"user_name": "\\ud800", "password": "x"}'),
        ("POST", "/api/v1/sessions", b'{"user_name": "x", "password": "\\ud800"}'),
        ("POST", "/api/v1/operators", b'{"\\ud800": "\\ud800"}'),
        ("POST", "/api/v1/agent-grants", b'{"agent_code": "\\ud800"}'),
        ("POST", "/api/v1/agent-grants", b"[" * 100_000),
    ],
)
def test_a_body_of_half_surrogates_or_too_deep_is_invalid(http, method, path, body):
    answer = http(method, path, content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


@pytest.mark.parametrize(
    "text",
    [LEAST, MOST, "2026-03-02T09:00:00", "2026-03-02T09:00:00+23:59", "1899-12-31T00:00:00+00:00"],
)
def test_a_cursor_at_a_moment_no_page_gave_is_refused(text):
    with pytest.raises(Refused, match="cursor"):
        read_cursor(cursor(text, str(UUID(int=7))), moment, UUID)


@pytest.mark.parametrize("text", ["nul\0", "\ud800"])
def test_a_cursor_of_what_is_no_text_is_refused(text):
    with pytest.raises(Refused, match="cursor"):
        read_cursor(cursor(text), str)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_that_no_zone_can_hold_are_refused(day):
    with pytest.raises(ValidationError, match="year"):
        ListPrintJobs(caller=caller(), issued_to=day)
    with pytest.raises(ValidationError, match="year"):
        ListCertificates(caller=caller(), issued_to=day)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_list_up_to_such_a_day_is_an_invalid_question(http, day):
    answer = http.get(f"/api/v1/certificates?issued_to={day}")

    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_a_certificate_of_a_version_that_does_not_exist_is_untrusted():
    now = datetime(2026, 3, 2, tzinfo=UTC)
    authority = SpecimenAuthority.create(now=now)
    root = x509.load_pem_x509_certificate(authority.certificate_pem)
    der = root.public_bytes(Encoding.DER)
    strange = der.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020107"), 1)
    pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(strange)
    pem += b"-----END CERTIFICATE-----\n"

    with pytest.raises(Refused, match="card"):
        read_card(pem.decode(), (root,), now=now)


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/api/v1/card-sessions", {"challenge_id": str(UUID(int=1))}),
        ("/api/v1/card-logins/BCDF-GHJK/signature", {}),
    ],
)
def test_certificates_of_a_card_are_not_read_beyond_the_length_that_they_have(http, path, others):
    shown = others | {"card_certificate": "x" * 20_001, "signature": "AAAA"}

    answer = http.post(path, json=shown)

    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("host", ["[", "a b", "gateway.test:nonsense"])
def test_a_host_that_is_none_spoils_no_answer(http, host):
    assert http.get("/api/v1/sessions/current", headers={"host": host}).status_code == 200
