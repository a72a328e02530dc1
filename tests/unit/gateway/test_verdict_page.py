"""What a telephone shows after scanning a sheet: every verdict as a page, an outage as none."""

from typing import get_args

import pytest

from contracts.verification import Verification, VerificationVerdict, VerifyCode
from gateway.verdict_page import HEADINGS

VERDICTS = get_args(VerificationVerdict)


def verification(verdict: str, **changes) -> Verification:
    fields = {
        "verdict": verdict,
        "certificate_no": "A26SPECIMEN10001",
        "exporter": "SPECIMEN <b>CO</b>",
        "message_zh": "样本说明",
        "message_en": "specimen sentence",
    }
    return Verification(**fields | changes)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_a_page_in_both_languages(anonymous, rpc, verdict):
    rpc.answer(VerifyCode, verification(verdict))

    answer = anonymous.get("/verify/CODE")

    _, zh, en = HEADINGS[verdict]
    assert answer.status_code == 200
    assert f"<h1>{zh}<small>{en}</small></h1>" in answer.text
    assert "样本说明" in answer.text
    assert "specimen sentence" in answer.text


@pytest.mark.rule("R99")
def test_a_replaced_certificate_names_the_new_one(anonymous, rpc):
    new = "A26SPECIMEN10002"
    rpc.answer(VerifyCode, verification("replaced", replaced_by_certificate=new))

    answer = anonymous.get("/verify/CODE")

    assert f"<dd>{new}</dd>" in answer.text


def test_what_a_sheet_says_cannot_become_markup(anonymous, rpc):
    rpc.answer(VerifyCode, verification("valid"))

    answer = anonymous.get("/verify/CODE")

    assert "<b>" not in answer.text
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]


def test_a_number_alone_is_asked_for_the_print_serial_beside_it(anonymous, rpc):
    rpc.answer(VerifyCode, verification("valid", exporter=None))

    page = anonymous.get("/verify/A26SPECIMEN10001").text
    anonymous.get("/verify/A26SPECIMEN10001?serial=0000-0001-0000")

    assert '<input id="serial" name="serial"' in page
    assert rpc.last(VerifyCode).serial == "0000-0001-0000"


def test_a_sheet_that_is_judged_asks_for_nothing(anonymous, rpc):
    rpc.answer(VerifyCode, verification("valid", print_serial="0000-0000-0000"))

    assert "<form" not in anonymous.get("/verify/CODE").text


def test_an_outage_is_never_shown_as_invalid(anonymous, rpc):
    rpc.refuse(VerifyCode, "service.unavailable", seconds=5)

    answer = anonymous.get("/verify/CODE")

    headings = [zh for _, zh, _ in HEADINGS.values()]
    assert answer.status_code == 503
    assert "Cannot be checked now" in answer.text
    assert not [zh for zh in headings if f"<h1>{zh}" in answer.text]
