"""Applications against their form, and what customs fills in."""

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import CertificateData
from contracts.specimens import specimen_data
from customs.domain.forms import completed, goes_to, missing_fields, unknown_fields

TYPES = load_certificate_types()
KINDS = TYPES.certificate_types
AUSTRALIA = TYPES.by_id("china_australia")


def data_without(name: str) -> CertificateData:
    whole = specimen_data(TYPES, AUSTRALIA)
    fields = {key: text for key, text in whole.fields.items() if key != name}
    item = {key: text for key, text in whole.items[0].items() if f"item.{key}" != name}
    return CertificateData(fields=fields, items=(item,))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_specimen_of_every_type_is_complete(kind):
    data = specimen_data(TYPES, kind, items=3)

    assert missing_fields(TYPES, kind, data) + unknown_fields(kind, data) == ()


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [("exporter", "exporter"), ("item.hs6", "items[0].hs6"), ("invoice_date", "invoice_date")],
)
def test_a_required_field_left_out_is_named(left_out, missing):
    assert missing_fields(TYPES, AUSTRALIA, data_without(left_out)) == (missing,)


def test_a_box_that_is_optional_may_stay_empty():
    assert missing_fields(TYPES, AUSTRALIA, data_without("producer")) == ()


def test_a_blank_field_is_a_missing_one():
    whole = specimen_data(TYPES, AUSTRALIA)
    blank = CertificateData(fields={**whole.fields, "exporter": "  "}, items=whole.items)

    assert missing_fields(TYPES, AUSTRALIA, blank) == ("exporter",)


def test_a_field_that_no_box_prints_is_named():
    whole = specimen_data(TYPES, AUSTRALIA)
    odd = CertificateData(fields=whole.fields, items=({**whole.items[0], "colour": "RED"},))

    assert unknown_fields(AUSTRALIA, odd) == ("item.colour",)


def test_customs_fills_in_place_and_contact_of_the_office():
    filled = completed(TYPES, AUSTRALIA, specimen_data(TYPES, AUSTRALIA), "2200").fields

    assert filled["issue_place"] == "SHANGHAI, CHINA"
    assert "SPECIMEN" in filled["authority_contact"]


def test_customs_adds_nothing_that_the_form_does_not_print():
    filled = completed(TYPES, AUSTRALIA, specimen_data(TYPES, AUSTRALIA), "9999")

    assert unknown_fields(AUSTRALIA, filled) == ()


@pytest.mark.parametrize(
    ("type_id", "destination", "expected"),
    [
        ("china_australia", "AU", True),
        ("china_australia", "NZ", False),
        ("non_preferential_co", "BR", True),
        ("rcep", "JP", True),
    ],
)
def test_a_certificate_goes_where_its_type_goes(type_id, destination, expected):
    assert goes_to(TYPES.by_id(type_id), destination) is expected
