"""Base32 text has exactly one spelling for one byte string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.domain.crockford import (
    ALPHABET,
    decode_bytes,
    encode_bytes,
    encode_integer,
)


@given(st.binary(max_size=200))
def test_bytes_read_back_as_themselves(data):
    assert decode_bytes(encode_bytes(data)) == data


@given(st.text(ALPHABET, max_size=60))
def test_a_text_is_either_the_spelling_of_its_bytes_or_refused(text):
    try:
        data = decode_bytes(text)
    except ValueError:
        return
    assert encode_bytes(data) == text


@pytest.mark.parametrize("number", [-1, 32])
def test_a_number_too_large_for_its_length_is_refused(number):
    with pytest.raises(ValueError, match="does not fit"):
        encode_integer(number, 1)
