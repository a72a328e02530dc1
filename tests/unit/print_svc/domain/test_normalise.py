"""Whoever types a number from paper meets the certificate it stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.domain.normalise import MOST_READINGS, normalise_certificate_no

PATTERNS = {
    "china_australia": "^A[0-9]{2}[0-9A-Z]{9}[0-9]{4}$",
    "china_iceland": "^I[0-9]{2}[0-9A-Z]{9}[0-9]{4}$",
    "china_pakistan": "^P[0-9]{2}[0-9A-Z]{9}[0-9]{4}$",
    "china_peru": "^PR[0-9]{2}[0-9A-Z]{9}[0-9]{4}$",
    "ecfa": "^H[0-9]{2}[0-9A-Z]{9}[0-9]{4}$",
}
NUMBER = "A26470ZC21100001"

numbers = st.one_of(*(st.from_regex(p, fullmatch=True) for p in PATTERNS.values())).map(str.strip)
noise = st.sampled_from(["", " ", "\u200b", "\ufeff", "\u00a0", "-", "\uff0d", "\u2060", "\t"])


def read(text):
    return normalise_certificate_no(text, PATTERNS)


def codes(text):
    return [(finding.code, finding.place) for finding in read(text).findings]


@given(numbers)
def test_a_right_number_stays_as_it_is(number):
    assert read(number).value == number


@given(numbers, st.data())
def test_blanks_hyphens_and_invisible_characters_are_dropped(number, data):
    text = "".join(c + data.draw(noise) for c in number)

    assert read(text).value == number


@given(numbers)
def test_full_width_and_small_letters_are_folded(number):
    assert read("".join(chr(ord(c) + 0xFEE0) for c in number)).value == number
    assert read(number.lower()).value == number


@given(numbers)
def test_letters_in_places_of_digits_are_read_as_digits(number):
    head, tail = number[:-4], number[-4:]

    assert read(head + tail.replace("0", "O").replace("1", "l")).value == number


@given(numbers)
def test_the_right_number_is_among_the_readings_whatever_zeros_became(number):
    answer = read(number.replace("0", "O"))

    assert number in (answer.value, *answer.readings)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text):
    answer = read(text)

    assert (answer.value is None) == (not answer.types)
    assert len(answer.readings) <= MOST_READINGS


def test_a_digit_in_the_place_of_the_type_letter_is_read_as_the_letter():
    assert read("126470ZC21100001").value == "I26470ZC21100001"


def test_the_type_is_found_by_the_length_of_its_code():
    assert read("PR26470ZC21100001").types == ("china_peru",)
    assert read("P26470ZC21100001").types == ("china_pakistan",)


def test_zeros_the_form_does_not_decide_are_offered_both_ways_and_shown():
    answer = read("A26470ZC2110OOO1")

    assert answer.value == "A26470ZC21100001"
    assert answer.readings == ("A26470ZC211O0001", "A2647OZC21100001", "A2647OZC211O0001")
    assert codes("A26470ZC2110OOO1") == [
        ("number.look_alike", 12),
        ("number.look_alike", 13),
        ("number.look_alike", 14),
        ("number.zero_or_letter", 5),
        ("number.zero_or_letter", 11),
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (f" {NUMBER}", ("number.blank", 0)),
        (f"{NUMBER}\u200b", ("number.invisible", 16)),
        (f"A26-{NUMBER[3:]}", ("number.hyphen", 3)),
        (f"{NUMBER[:-1]}１", ("number.full_width", 15)),
        (NUMBER.lower(), ("number.lower_case", 0)),
        ("Z26470ZC21100001", ("number.no_such_form", 0)),
        ("", ("number.no_such_form", 0)),
        (NUMBER[:-1], ("number.no_such_form", 0)),
    ],
)
def test_what_was_wrong_is_named_with_its_place(text, finding):
    assert finding in codes(text)


def test_a_finding_speaks_both_languages():
    finding = read(f" {NUMBER}").findings[0]

    assert finding.message_zh == "第 1 个字符是空格"
    assert finding.message_en == "character 1 is a blank"


@pytest.mark.parametrize("pattern", ["A.*", "^A[0-9]+$", "^(A|B)[0-9]{2}$", "^A[^0]{2}$"])
def test_a_pattern_of_another_kind_is_refused(pattern):
    with pytest.raises(ValueError, match="another kind"):
        normalise_certificate_no(NUMBER, {"other": pattern})
