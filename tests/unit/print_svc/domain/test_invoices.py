"""The exporter hears before printing which characters make foreign look-ups fail (R77)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.domain.invoices import SENTENCES, check_invoice_no

plain_numbers = st.from_regex(r"[A-NP-Z1-9][A-NP-Z1-9/._-]{0,19}", fullmatch=True)


@given(plain_numbers)
def test_a_plain_number_has_no_findings(number):
    assert check_invoice_no(number) == ()


@pytest.mark.rule("R77")
@pytest.mark.parametrize(
    ("number", "findings"),
    [
        ("", [("invoice.empty", 0)]),
        (" \u3000", [("invoice.empty", 0)]),
        ("INV－7", [("invoice.full_width_hyphen", 3)]),
        ("INV\u20137", [("invoice.odd_hyphen", 3)]),
        ("INV\u00ad7", [("invoice.odd_hyphen", 3)]),
        ("ＩNV7", [("invoice.full_width", 0)]),
        ("INV\u200b7", [("invoice.invisible", 3)]),
        ("INV7\ufeff", [("invoice.invisible", 4)]),
        (" INV7", [("invoice.leading_blank", 0)]),
        ("INV7 \u00a0", [("invoice.trailing_blank", 4), ("invoice.trailing_blank", 5)]),
        ("INV 7", [("invoice.inner_blank", 3)]),
        ("INV\u30007", [("invoice.inner_blank", 3)]),
        ("INV\t7", [("invoice.invisible", 3)]),
        ("INO07", [("invoice.zero_and_o", 2)]),
        ("发票7", [("invoice.unusual", 0), ("invoice.unusual", 1)]),
        ("A\u00b77", [("invoice.unusual", 1)]),
    ],
)
def test_each_troublesome_character_is_named_with_its_place(number, findings):
    assert [(f.code, f.place) for f in check_invoice_no(number)] == findings


@pytest.mark.parametrize(
    ("number", "fatal"),
    [("INV－7", True), (" INV7", True), ("INV\u200b7", True), ("INV 7", False), ("IO07", False)],
)
def test_what_surely_fails_is_told_from_what_may_fail(number, fatal):
    assert [finding.fatal for finding in check_invoice_no(number)] == [fatal]


def test_a_finding_says_what_to_do_in_both_languages():
    (finding,) = check_invoice_no("INV－7")

    assert finding.message_zh == "第 4 个字符是全角连字符“－”，请改用半角“-”"
    assert finding.message_en == "character 4 is a full-width hyphen; write - instead"
    assert finding.rule == "R77"


@given(st.text(max_size=60))
def test_any_text_gets_known_findings_in_order(text):
    found = check_invoice_no(text)

    assert [f.place for f in found] == sorted(f.place for f in found)
    assert {f.code for f in found} <= SENTENCES.keys()
