"""Line breaking: nothing wider than the line, nothing lost, closing marks kept off its start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.rendering.text import (
    NOT_AT_START,
    MissingGlyphError,
    Run,
    Style,
    line_width,
    typeface,
    wrap,
    wrap_runs,
)
from services.print_svc.rendering.words import in_words

pytestmark = pytest.mark.unit

STYLE = Style(typeface("SH"), 9.0)
BOLD = Style(typeface("BH"), 11.0)
TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("\n，。”"),
    ),
    max_size=200,
)
WIDTH = st.floats(8, 90)


@given(text=TEXT, width=WIDTH)
def test_no_line_is_wider_than_its_room_and_no_character_is_lost(text, width):
    lines = wrap(text, STYLE, width)

    assert all(STYLE.width_mm(line) <= width + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(text=TEXT, width=WIDTH)
def test_line_feeds_stay(text, width):
    assert len(wrap(text, STYLE, width)) >= text.count("\n") + 1


@given(first=TEXT, second=TEXT, width=WIDTH)
def test_lines_may_mix_styles(first, second, width):
    runs = [Run(first.replace("\n", ""), STYLE), Run(second.replace("\n", ""), BOLD)]

    lines = wrap_runs(runs, width)

    assert all(line_width(line) <= width + 1e-6 for line in lines)
    joined = "".join(run.text for line in lines for run in line)
    assert "".join(joined.split()) == "".join((first + second).split())


@pytest.mark.parametrize("width", range(20, 90, 3))
def test_a_closing_mark_never_begins_a_line(width):
    text = "离港日期尚未确定的，注明“预计”。无传真或者电子邮件的，填写“无”；" * 3

    assert [line for line in wrap(text, STYLE, width)[1:] if line[0] in NOT_AT_START] == []


def test_a_word_wider_than_the_line_is_broken_where_the_line_ends():
    lines = wrap("W" * 30, STYLE, 20)

    assert len(lines) > 1
    assert "".join(lines) == "W" * 30


def test_latin_and_chinese_stand_side_by_side_in_their_own_faces():
    assert typeface("SH").segments("NO.1 样本 OK") == [("S", "NO.1 "), ("H", "样本"), ("S", " OK")]


def test_quotation_marks_follow_the_language_of_the_form():
    assert typeface("SH").face_of("“") == "S"
    assert typeface("SH", chinese=True).face_of("“") == "H"


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\t", "\N{ARABIC LETTER BEH}"])
def test_what_cannot_be_seen_or_set_is_missing(character):
    with pytest.raises(MissingGlyphError):
        STYLE.width_mm(character)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ZERO"),
        (18, "EIGHTEEN"),
        (21, "TWENTY-ONE"),
        (40, "FORTY"),
        (100, "ONE HUNDRED"),
        (108, "ONE HUNDRED AND EIGHT"),
        (1_000, "ONE THOUSAND"),
        (1_001, "ONE THOUSAND AND ONE"),
        (1_234, "ONE THOUSAND TWO HUNDRED AND THIRTY-FOUR"),
        (2_000_300, "TWO MILLION THREE HUNDRED"),
        (999_999_999_999, in_words(999) + " BILLION " + in_words(999_999_999)),
    ],
)
def test_numbers_are_written_in_words(number, words):
    assert in_words(number) == words
