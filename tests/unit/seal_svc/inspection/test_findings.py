"""Verdicts follow the table of limits; every finding can be said in both languages."""

import string

import pytest

from contracts.sentences import Sentence
from services.seal_svc.inspection.catalogue import CATALOGUE, FINE
from services.seal_svc.inspection.findings import Facts, Notebook, judge
from services.seal_svc.inspection.report import Verdict

pytestmark = pytest.mark.unit

WORDS = {
    word: "x"
    for said in (*CATALOGUE.values(), *FINE.values())
    for text in (said.zh, said.en, said.advice_zh or "", said.advice_en or "")
    for _, word, _, _ in string.Formatter().parse(text)
    if word
}


@pytest.mark.parametrize(
    ("value", "expected"), [(19.9, Verdict.OK), (20.0, Verdict.WARN), (40.0, Verdict.REFUSE)]
)
def test_a_rising_value_is_bad_from_its_limit_on(value, expected):
    assert judge(value, warn=20.0, refuse=40.0) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(205.0, Verdict.OK), (204.0, Verdict.WARN), (164.0, Verdict.REFUSE)]
)
def test_a_falling_value_is_bad_below_its_limit(value, expected):
    assert judge(value, warn=205.0, refuse=165.0) is expected


def test_a_limit_that_only_warns_never_refuses():
    assert judge(1e9, warn=25.0, refuse=None) is Verdict.WARN


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_complaint_says_in_both_languages_what_is_wrong(code):
    book = Notebook("seal")

    book.note(code, Verdict.REFUSE, Facts(value=1.5, limit=1.0, words=WORDS))
    finding = book.findings()[0]

    assert any("\u4e00" <= letter <= "\u9fff" for letter in finding.message_zh)
    assert finding.message_en.isascii() or "²" in finding.message_en
    assert "{" not in finding.message_zh + finding.message_en


def test_statement_and_advice_are_sentences_of_their_own():
    book = Notebook("seal")
    book.note("page.landscape", Verdict.REFUSE)

    finding = book.findings()[0]

    assert finding.message_zh == "页面是横向的。请将 A4 纸竖放扫描，或在扫描软件中选择纵向。"
    assert finding.message_en == "The page is landscape. Scan the A4 sheet upright."


def test_the_sign_stands_within_the_sentence():
    book = Notebook("seal")
    book.note("capture.edited", Verdict.REFUSE, Facts(sign=Sentence(zh="背景透明", en="a hole")))

    finding = book.findings()[0]

    assert "（背景透明）" in finding.message_zh
    assert "(a hole)" in finding.message_en


def test_a_check_that_was_passed_is_noted_where_there_is_a_sentence_for_it():
    book = Notebook("seal")
    book.measure("image.dust", 1)
    book.measure("image.faint", 120.0)

    assert [(f.code, f.verdict) for f in book.findings()] == [("image.faint", Verdict.OK)]


def test_the_most_serious_finding_comes_first_and_then_the_weightiest_reason():
    book = Notebook("seal")
    book.note("image.dust", Verdict.WARN)
    book.note("stamp.off_centre", Verdict.REFUSE)
    book.note("page.landscape", Verdict.REFUSE)

    codes = [finding.code for finding in book.findings()]

    assert codes == ["page.landscape", "stamp.off_centre", "image.dust"]


def test_the_sheet_rules_of_a_signature_are_r17():
    book = Notebook("signature")
    book.note("page.landscape", Verdict.REFUSE)

    assert book.findings()[0].rule == "R17"


def test_a_signature_is_told_to_sign_and_a_seal_to_stamp():
    books = [Notebook("signature"), Notebook("seal")]
    for book in books:
        book.note("stamp.none", Verdict.REFUSE)

    messages = [book.findings()[0].message_en for book in books]

    assert "Sign in the middle" in messages[0]
    assert "Stamp in the middle" in messages[1]
