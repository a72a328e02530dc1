"""Who checks a sheet learns what happened to it, not only yes or no."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest

from contracts.printing import JobState
from contracts.values import PrintPart
from contracts.verification import VerificationVerdict
from services.print_svc.domain.serials import make_serial
from services.print_svc.domain.statements import Statement, digest_printed
from services.print_svc.domain.verdict_sentences import ANSWERS, REASONS
from services.print_svc.domain.verdicts import (
    SheetFacts,
    judge_sheet,
    judge_unprinted,
    unknown_number,
    unknown_sheet,
    unreadable_code,
)

NUMBER = "A26470ZC21100001"
NEW_NUMBER = "A26470ZC21100009"
SERIAL, LATER = (make_serial(sequence=n, entropy=0) for n in (1, 2))
DIGEST = digest_printed("as printed")
SHEET = SheetFacts(certificate_no=NUMBER, print_serial=SERIAL, state="printed", digest=DIGEST)
CLAIMED = Statement(
    certificate_no=NUMBER,
    issue_date=date(2026, 8, 1),
    type_code="A",
    exporter="SPECIMEN",
    part=PrintPart.ORIGINAL,
    print_serial=SERIAL,
    sheet=1,
    sheets=1,
    digest=DIGEST,
)


def judged(*, archived=True, withdrawn=False, claimed=CLAIMED, **changes):
    return judge_sheet(
        replace(SHEET, **changes), archived=archived, withdrawn=withdrawn, claimed=claimed
    )


def test_every_state_has_an_answer_before_and_after_archiving():
    assert REASONS.keys() == set(product(get_args(JobState), (False, True)))
    assert set(REASONS.values()) <= ANSWERS.keys()


def test_every_verdict_of_the_contract_is_given_for_some_reason():
    assert {verdict for verdict, _ in ANSWERS.values()} == set(get_args(VerificationVerdict))


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({}, "valid", "valid"),
        ({"claimed": None}, "valid", "valid"),
        ({"archived": False}, "not_archived", "awaiting_archiving"),
        ({"archived": False, "state": "released"}, "not_archived", "awaiting_confirmation"),
        ({"state": "failed"}, "voided", "reported_failed"),
        ({"state": "voided"}, "voided", "voided"),
        ({"state": "issued"}, "voided", "never_released"),
        ({"state": "expired"}, "voided", "never_released"),
        ({"preview": True}, "voided", "preview"),
        ({"preview": True, "replaced_by": LATER}, "voided", "preview"),
        ({"withdrawn": True}, "voided", "withdrawn"),
        ({"replaced_by": LATER}, "replaced", "replaced"),
        ({"replaced_by": LATER, "withdrawn": True}, "replaced", "replaced"),
        ({"state": "voided", "replaced_by": LATER}, "replaced", "replaced"),
        ({"new_certificate_no": NEW_NUMBER}, "replaced", "certificate_replaced"),
        ({"new_certificate_no": NEW_NUMBER, "digest": bytes(16)}, "altered", "other_data"),
        ({"digest": bytes(16)}, "altered", "other_data"),
        ({"print_serial": LATER}, "altered", "other_data"),
        ({"certificate_no": "A26470ZC21100002"}, "altered", "other_data"),
    ],
)
def test_a_sheet_is_judged_by_what_happened_to_it(changes, verdict, reason):
    answer = judged(**changes)

    assert (answer.verdict, answer.reason) == (verdict, reason)


@pytest.mark.parametrize("state", get_args(JobState))
@pytest.mark.parametrize("archived", [False, True])
def test_only_a_print_released_or_confirmed_and_archived_is_valid(state, archived):
    valid = judged(archived=archived, state=state).verdict == "valid"

    assert valid == (archived and state in {"released", "printed"})


@pytest.mark.parametrize(("state", "archived"), REASONS)
def test_a_replaced_sheet_is_never_anything_else_and_names_its_successor(state, archived):
    answer = judged(archived=archived, state=state, replaced_by=LATER)

    assert (answer.verdict, answer.replaced_by) == ("replaced", LATER)
    assert LATER in answer.message_zh
    assert LATER in answer.message_en


def test_a_sheet_that_stands_names_no_successor():
    assert judged().replaced_by is None


@pytest.mark.rule("R99")
@pytest.mark.parametrize(("state", "archived"), REASONS)
@pytest.mark.parametrize("changes", [{}, {"preview": True}, {"replaced_by": LATER}])
def test_every_sheet_of_a_replaced_certificate_names_the_new_one(state, archived, changes):
    answer = judged(archived=archived, state=state, new_certificate_no=NEW_NUMBER, **changes)

    assert (answer.verdict, answer.new_certificate_no) == ("replaced", NEW_NUMBER)
    assert answer.replaced_by is None
    assert NEW_NUMBER in answer.message_zh
    assert NEW_NUMBER in answer.message_en


@pytest.mark.rule("R99")
@pytest.mark.parametrize("archived", [False, True])
def test_a_replaced_certificate_that_we_did_not_print_names_the_new_one(archived):
    answer = judge_unprinted(
        NUMBER, archived=archived, withdrawn=False, new_certificate_no=NEW_NUMBER
    )

    assert (answer.verdict, answer.new_certificate_no) == ("replaced", NEW_NUMBER)


def test_a_look_up_without_a_sheet_says_what_is_known():
    assert unknown_number("A2647").message_en.startswith("There is no certificate A2647;")
    assert unknown_sheet(CLAIMED).message_en == f"Certificate {NUMBER} has no sheet {SERIAL}."
    assert unreadable_code().verdict == "altered"


@pytest.mark.parametrize(
    ("archived", "withdrawn", "verdict", "reason"),
    [
        (False, False, "not_archived", "not_printed"),
        (True, False, "valid", "archived_elsewhere"),
        (False, True, "voided", "withdrawn"),
        (True, True, "voided", "withdrawn"),
    ],
)
def test_a_certificate_that_we_did_not_print_is_judged_by_what_customs_said(
    archived, withdrawn, verdict, reason
):
    answer = judge_unprinted(NUMBER, archived=archived, withdrawn=withdrawn)

    assert (answer.verdict, answer.reason) == (verdict, reason)


@pytest.mark.parametrize("reason", ANSWERS)
def test_every_sentence_is_written_in_both_languages(reason):
    _, said = ANSWERS[reason]

    assert said.whole_zh.endswith("。")
    assert said.whole_en.endswith(".")
    assert said.whole_en.isascii()
