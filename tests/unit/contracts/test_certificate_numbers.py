"""Certificate numbers as people paste them."""

import pytest

from contracts.certificate_numbers import LONGEST, tidy_certificate_no


@pytest.mark.parametrize(
    "typed",
    [
        "A26SPECIMEN10001",
        " a26 specimen1 0001\n",
        "Ａ２６ＳＰＥＣＩＭＥＮ１０００１",
        "A26-SPECIMEN1-0001",
        "A26SPECIMEN1\u20110001",
        "\ufeffA26SPECIMEN1\u200b0001",
        "A26\u3000SPECIMEN1\u00a00001",
    ],
)
def test_a_number_is_read_through_blanks_widths_and_dashes(typed):
    assert tidy_certificate_no(typed) == "A26SPECIMEN10001"


def test_zero_and_o_stay_what_they_are():
    assert tidy_certificate_no("A26SPECIMENO0001") == "A26SPECIMENO0001"


def test_an_endless_number_is_cut():
    assert len(tidy_certificate_no("9" * 10_000)) == LONGEST
