"""Certificate numbers by rule R97."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.certificate_types import load_certificate_types
from customs.domain.numbers import certificate_number

KINDS = load_certificate_types().certificate_types
CODE = "91110000YANGBEN00G"


@pytest.mark.rule("R97")
def test_a_number_holds_type_year_organisation_and_serial():
    assert certificate_number("A", 2026, CODE, 7) == "A26YANGBEN000007"


@given(kind=st.sampled_from(KINDS), year=st.integers(2019, 2099), serial=st.integers(1, 9999))
def test_every_types_numbers_match_its_own_pattern(kind, year, serial):
    assert re.fullmatch(kind.number.regex, certificate_number(kind.code, year, CODE, serial))


@pytest.mark.parametrize("serial", [0, 10_000])
def test_a_serial_of_more_or_less_than_four_digits_is_refused(serial):
    with pytest.raises(ValueError, match="serial"):
        certificate_number("A", 2026, CODE, serial)
