"""Uploads: bounded, in memory, encrypted for the time of one call, then gone."""

import httpx
import pytest

from chassis.errors import Transient
from contracts.authorization import GetSession
from contracts.seals import InspectionTried, InspectScan, MakeSeal, MakeSignature, StampView
from contracts.verification import Verification, VerifyPdf
from gateway.examples import EXAMPLES
from gateway.specimens import JOB_ID, OPERATOR_ID

PDF = b"%PDF-1.7 specimen"
SEAL = {
    "name": "样本印章",
    "operator_id": OPERATOR_ID,
    "valid_from": "2026-01-01T00:00:00+08:00",
    "valid_to": "2028-12-31T23:59:59+08:00",
    "challenge_id": JOB_ID,
    "card_signature": "MEUC",
}


@pytest.fixture
def made(rpc):
    rpc.answer(MakeSeal, StampView.from_wire(EXAMPLES["StampView"]))


@pytest.fixture
def verified(rpc):
    rpc.answer(VerifyPdf, Verification.from_wire(EXAMPLES["Verification"]))


def post_seal(http, content=b"scan", fields=SEAL, name="scan", **headers):
    files = {name: ("scan.jpg", content, "image/jpeg")}
    return http.post("/api/v1/seals", data=fields, files=files, headers=headers)


def test_a_scan_reaches_the_service_by_object_key_and_is_gone_afterwards(http, rpc, objects, made):
    seen = {}
    rpc.answer(MakeSeal, lambda asked: _looking(asked, objects, seen))

    response = post_seal(http, b"scan of a seal")

    assert response.status_code == 201
    assert seen["content"] == b"scan of a seal"
    assert rpc.last(MakeSeal).scan.key.startswith("uploads/")
    assert objects.kept == {}
    assert set(objects.owners.values()) == {rpc.last(MakeSeal).caller.enterprise_code}


def _looking(asked, objects, seen):
    seen["content"] = objects.get(asked.scan)
    return StampView.from_wire(EXAMPLES["StampView"])


def test_a_scan_that_was_refused_is_gone_afterwards(http, rpc, objects):
    rpc.refuse(MakeSeal, "scan.refused", message_zh="太小", message_en="too small")

    response = post_seal(http)

    assert (response.status_code, response.json()["code"]) == (422, "scan.refused")
    assert (objects.kept, len(objects.deleted)) == ({}, 1)


def test_a_store_that_is_away_while_deleting_does_not_spoil_the_answer(http, objects, made):
    def away(_):
        raise Transient("away")

    objects.delete = away

    assert post_seal(http).status_code == 201


def test_a_store_that_is_away_is_unavailable(http, rpc, objects, made):
    def away(*_, **__):
        raise Transient("away")

    objects.put = away

    assert post_seal(http).json()["code"] == "service.unavailable"
    assert not any(isinstance(asked, MakeSeal) for asked in rpc.asked)


def test_the_same_key_and_scan_make_the_same_request(http, rpc, made):
    post_seal(http, **{"idempotency-key": "once"})
    first = rpc.last(MakeSeal)
    post_seal(http, **{"idempotency-key": "once"})

    assert rpc.last(MakeSeal) == first


def test_without_a_key_every_upload_has_a_name_of_its_own(http, rpc, made):
    post_seal(http)
    first = rpc.last(MakeSeal)
    post_seal(http)

    assert rpc.last(MakeSeal).scan.key != first.scan.key


def test_a_password_login_is_refused_before_the_scan_is_read(
    http, log_in_with_password, rpc, objects
):
    response = post_seal(http)

    assert (response.status_code, response.json()["code"]) == (403, "session.medium_not_allowed")
    assert (objects.deleted, [type(asked).__name__ for asked in rpc.asked]) == ([], ["GetSession"])


@pytest.mark.parametrize("path", ["seals", "seals/inspections", "signatures"])
def test_a_session_that_ends_while_a_scan_is_under_way_makes_nothing_of_it(
    http, rpc, parts, session, objects, path
):
    form = httpx.Request("POST", "http://x", data=SEAL, files={"scan": ("scan.jpg", b"scan")})

    async def body():
        whole = form.read()
        yield whole[:20]
        rpc.refuse(GetSession, "session.required")
        parts.sessions.forget_person(session.caller.operator_id)
        yield whole[20:]

    headers = {"content-type": form.headers["content-type"]}
    response = http.post(f"/api/v1/{path}", content=body(), headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, "session.required")
    assert {type(asked) for asked in rpc.asked} == {GetSession}
    assert (objects.kept, objects.deleted) == ({}, [])


@pytest.mark.parametrize(("size", "status"), [(1_048_576, 201), (1_048_577, 413), (5_000_000, 413)])
def test_a_scan_may_be_as_large_as_the_limit_and_no_larger(http, made, objects, size, status):
    response = post_seal(http, b"x" * size)

    assert response.status_code == status
    assert objects.kept == {}


def test_an_upload_that_is_no_form_is_a_wrong_content_type(http):
    response = http.post("/api/v1/seals", content=b"x", headers={"content-type": "image/jpeg"})

    problem = response.json()
    assert (response.status_code, problem["code"]) == (415, "request.content_type")
    assert problem["details"] == {"expected": "multipart/form-data"}


@pytest.mark.parametrize(
    ("fields", "name", "place"),
    [
        (SEAL, "picture", "body.scan"),
        ({**SEAL, "valid_to": "2028-12-31"}, "scan", "body.valid_to"),
        ({**SEAL, "operator_id": "me"}, "scan", "body.operator_id"),
        ({**SEAL, "colour": "red"}, "scan", "body.colour"),
    ],
)
def test_a_form_that_is_not_right_names_the_wrong_place(http, objects, fields, name, place):
    response = post_seal(http, fields=fields, name=name)

    assert response.status_code == 422
    assert [fault["place"] for fault in response.json()["errors"]] == [place]
    assert objects.deleted == []


@pytest.mark.parametrize("body", [b"", b"--b\r\nnonsense", b"--b\r\n\r\nx\r\n--b--"])
def test_a_form_that_is_torn_is_invalid(http, body):
    headers = {"content-type": "multipart/form-data; boundary=b"}

    response = http.post("/api/v1/seals", content=body, headers=headers)

    assert (response.status_code, response.json()["code"]) == (422, "request.invalid")


def test_two_files_in_one_form_are_one_too_many(http):
    files = [("scan", ("a.jpg", b"a", "image/jpeg")), ("scan", ("b.jpg", b"b", "image/jpeg"))]

    response = http.post("/api/v1/seals", data=SEAL, files=files)

    assert "Too many files" in response.json()["detail"]


def test_a_signature_is_made_for_a_declarer(http, rpc):
    rpc.answer(MakeSignature, StampView.from_wire(EXAMPLES["StampView"]))

    http.post("/api/v1/signatures", data={"declarer_id": OPERATOR_ID}, files={"scan": b"scan"})

    assert str(rpc.last(MakeSignature).declarer_id) == OPERATOR_ID


@pytest.mark.rule("R16")
def test_an_inspection_shows_its_pictures_once_and_keeps_nothing(http, rpc, objects):
    overlay = objects.put("trials/1/overlay", b"\x89PNG")
    preview = objects.put("trials/1/preview", b"small")
    report = EXAMPLES["Inspection"]["report"]
    tried = InspectionTried(report=report, overlay=overlay, preview=preview)
    rpc.answer(InspectScan, tried)

    response = http.post("/api/v1/seals/inspections", files={"scan": b"scan"})

    assert response.json()["overlay_png_base64"] == "iVBORw=="
    assert response.json()["preview_png_base64"] == "c21hbGw="
    assert objects.kept == {}


def test_a_pdf_is_checked_as_a_form_or_as_it_is(anonymous, rpc, objects, verified):
    as_form = anonymous.post("/api/v1/verify", files={"document": PDF})
    as_body = anonymous.post(
        "/api/v1/verify", content=PDF, headers={"content-type": "application/pdf"}
    )

    assert (as_form.status_code, as_body.status_code) == (200, 200)
    first, second = (asked.document for asked in rpc.asked)
    assert first.sha256 == second.sha256
    assert objects.kept == {}
