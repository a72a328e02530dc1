"""The catalogues of errors: whole in both languages, and each code in one of them."""

import re

import pytest

from contracts.errors import CATALOGUES, ERRORS, Refused, text_of

CODES = pytest.mark.parametrize("code", sorted(ERRORS))


def details_of(text: str | None) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text or ""))


def test_no_code_stands_in_two_catalogues():
    assert sum(len(catalogue) for catalogue in CATALOGUES) == len(ERRORS)


@CODES
def test_both_languages_give_advice_or_neither_does(code):
    assert (ERRORS[code].advice_zh is None) == (ERRORS[code].advice_en is None)


@CODES
def test_both_languages_name_the_same_details(code):
    sentence = ERRORS[code]

    named_zh = {name.removesuffix("_zh") for name in details_of(sentence.whole_zh)}
    named_en = {name.removesuffix("_en") for name in details_of(sentence.whole_en)}
    assert named_zh == named_en


@CODES
def test_a_sentence_has_a_title_of_its_own_just_where_it_names_details(code):
    sentence = ERRORS[code]

    assert (sentence.title is not None) == bool(details_of(sentence.en))
    assert details_of(sentence.title) == set()


@CODES
def test_statement_and_advice_read_as_one_sentence(code):
    sentence = ERRORS[code]

    assert not sentence.whole_zh.endswith("。")
    assert not sentence.whole_en.endswith(".")
    assert (sentence.advice_zh or "请").startswith("请")
    assert (sentence.advice_en or "a")[0].islower()


def test_a_refusal_reads_as_its_code_and_its_whole_sentence():
    refusal = Refused("session.locked", {"seconds": 30})

    assert str(refusal) == "session.locked: Too many failures; try again in 30 s"


def test_a_code_that_nobody_declared_is_a_defect():
    with pytest.raises(KeyError):
        text_of("session.bored", {})
