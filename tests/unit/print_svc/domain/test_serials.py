"""A print serial is read from paper by people: what they mistype must be found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.domain.crockford import ALPHABET
from services.print_svc.domain.serials import (
    ENTROPY_LIMIT,
    SEQUENCE_LIMIT,
    SerialError,
    make_serial,
    parse_serial,
    payload_of,
    serial_from_payload,
)

sequences = st.integers(0, SEQUENCE_LIMIT - 1)
entropies = st.integers(0, ENTROPY_LIMIT - 1)
serials = st.builds(lambda s, e: make_serial(sequence=s, entropy=e), sequences, entropies)
places = st.integers(0, 11)


def wrong_characters(serial):
    plain = serial.replace("-", "")
    return [
        plain[:i] + other + plain[i + 1 :]
        for i in range(len(plain))
        for other in ALPHABET
        if other != plain[i]
    ]


def is_refused(text):
    with pytest.raises(SerialError):
        parse_serial(text)
    return True


def test_a_serial_is_three_groups_of_four():
    assert make_serial(sequence=1, entropy=0) == "0000-0010-0005"


@given(serials)
def test_a_serial_reads_back_as_itself(serial):
    assert parse_serial(serial) == serial
    assert serial_from_payload(payload_of(serial)) == serial


@given(serials)
def test_case_blanks_hyphens_and_full_width_are_forgiven(serial):
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in serial.lower())

    assert parse_serial(f" {full_width} ") == serial
    assert parse_serial(serial.lower().replace("-", " ")) == serial


@given(serials)
def test_the_letters_o_i_l_are_read_as_the_digits_they_resemble(serial):
    assert parse_serial(serial.replace("0", "O").replace("1", "l")) == serial


@given(sequences, sequences, entropies, entropies)
def test_later_sequences_sort_later(first, second, one, other):
    earlier, later = sorted((first, second))
    serial = make_serial(sequence=earlier, entropy=one)

    assert earlier == later or serial < make_serial(sequence=later, entropy=other)


@given(serials)
def test_every_single_wrong_character_is_found(serial):
    assert all(is_refused(text) for text in wrong_characters(serial))


@given(serials, places, places)
def test_every_exchange_of_two_characters_is_found(serial, one, other):
    characters = list(serial.replace("-", ""))
    characters[one], characters[other] = characters[other], characters[one]
    text = "".join(characters)

    assert text == serial.replace("-", "") or is_refused(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "serial.length"),
        ("0000-0010-000", "serial.length"),
        ("0000-0010-0005-0", "serial.length"),
        ("U000-0010-000K", "serial.character"),
        ("证000-0010-000K", "serial.character"),
        ("0000-0010-000M", "serial.check"),
    ],
)
def test_a_text_that_is_no_serial_says_why(text, code):
    with pytest.raises(SerialError) as refused:
        parse_serial(text)

    assert refused.value.code == code


@pytest.mark.parametrize("changes", [{"sequence": -1}, {"entropy": ENTROPY_LIMIT}])
def test_numbers_that_do_not_fit_are_refused(changes):
    with pytest.raises(ValueError, match="must lie below"):
        make_serial(**{"sequence": 0, "entropy": 0} | changes)
