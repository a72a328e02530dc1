"""All or nothing: what is missing, unknown or too large is named, and nothing is rendered."""

import dataclasses
from datetime import date

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import CertificateData
from deploy.local.specimens import customs_seal, enterprise_seal, specimen_document
from services.print_svc.rendering import CertificateDocument, RenderError, Stamp
from services.print_svc.rendering.render import check, render

pytestmark = pytest.mark.unit

TYPES = load_certificate_types()
AUSTRALIA = TYPES.by_id("china_australia")


def changed(document: CertificateDocument, **texts: str | None) -> CertificateDocument:
    """The document with fields replaced or, by None, taken away; `item_` means the first item."""
    fields = dict(document.data.fields)
    items = [dict(item) for item in document.data.items]
    for name, text in texts.items():
        target = items[0] if name.startswith("item_") else fields
        key = name.removeprefix("item_")
        target.pop(key, None)
        if text is not None:
            target[key] = text
    data = CertificateData(fields=fields, items=tuple(items))
    return dataclasses.replace(document, data=data)


def refusal(document: CertificateDocument) -> RenderError:
    with pytest.raises(RenderError) as caught:
        render(document)
    assert "…" not in caught.value.sentence.zh + caught.value.sentence.en, "a detail is not given"
    return caught.value


@pytest.mark.parametrize(
    "character",
    [
        "\N{GRINNING FACE}",
        "\U00020000",
        "\u202e",
        "\u200b",
        "\x07",
        "\N{HEBREW LETTER ALEF}",
        "\ufffe",
    ],
)
def test_a_character_that_cannot_be_printed_is_named_with_box_and_field(character):
    error = refusal(changed(specimen_document(AUSTRALIA), item_description=f"GOODS {character}"))

    assert (error.code, error.box, error.field) == ("character.missing", "8", "item.description")
    assert error.character == character


def test_a_text_too_long_for_a_box_that_cannot_flow_is_refused():
    error = refusal(changed(specimen_document(AUSTRALIA), exporter="LONG NAME " * 200))

    assert (error.code, error.box, error.field) == ("text.too_long", "1", "exporter")


@pytest.mark.parametrize(
    ("name", "box"),
    [("exporter", "1"), ("importing_country", "13"), ("issue_place", "14"), ("item_hs6", "9")],
)
def test_a_missing_field_is_refused(name, box):
    error = refusal(changed(specimen_document(AUSTRALIA), **{name: None}))

    assert (error.code, error.box) == ("field.missing", box)


def test_a_refusal_says_in_both_languages_where_the_trouble_is():
    error = refusal(changed(specimen_document(AUSTRALIA), item_description="GOODS \x07"))

    assert error.sentence.zh == "栏目 8，item.description：内置字体中没有字符 U+0007"
    assert str(error) == "box 8, item.description: no embedded font prints U+0007"


def test_an_item_needs_one_of_the_alternatives_of_a_column():
    error = refusal(changed(specimen_document(AUSTRALIA), item_weight=None, item_quantity=None))

    assert (error.code, error.box) == ("field.missing", "11")
    assert error.message.endswith("a column would be empty")


def test_a_field_without_a_box_is_refused_because_it_would_be_lost():
    error = refusal(changed(specimen_document(AUSTRALIA), destination_port="SYDNEY"))

    assert (error.code, error.field) == ("field.unknown", "destination_port")


def test_data_that_contradict_the_document_are_refused():
    error = refusal(changed(specimen_document(AUSTRALIA), issue_date="2026-05-07"))

    assert (error.code, error.field) == ("field.contradiction", "issue_date")


@pytest.mark.parametrize("text", ["06/05/2026", "2026-13-01", "TOMORROW"])
def test_a_date_that_is_none_is_refused(text):
    error = refusal(changed(specimen_document(AUSTRALIA), departure_date=text))

    assert (error.code, error.field) == ("field.not_a_date", "departure_date")


def test_a_flag_is_zero_or_one():
    document = specimen_document(TYPES.by_id("rcep"))

    error = refusal(changed(document, **{"flag.third_party_invoicing": "yes"}))

    assert (error.code, error.field) == ("field.not_a_flag", "flag.third_party_invoicing")


def test_more_contact_lines_than_places_are_refused():
    error = refusal(changed(specimen_document(AUSTRALIA), authority_contact="1\n2\n3\n4"))

    assert (error.code, error.field) == ("field.lines", "authority_contact")


def test_a_number_of_another_type_is_refused():
    assert refusal(specimen_document(AUSTRALIA, certificate_no="K26SPECIMEN10001")).code == (
        "number.wrong"
    )


def test_the_same_part_twice_is_refused():
    assert refusal(specimen_document(AUSTRALIA, parts=("original", "original"))).code == (
        "parts.wrong"
    )


@pytest.mark.parametrize(
    ("form", "day", "items"),
    [
        ("china_australia", date(2026, 5, 6), 21),
        ("china_korea", date(2022, 6, 11), 21),
        ("china_chile", date(2019, 2, 28), 21),
        ("china_chile", date(2019, 3, 1), 51),
        ("china_switzerland", date(2021, 8, 31), 21),
    ],
)
def test_more_items_than_the_version_of_the_day_takes_are_refused(form, day, items):
    document = specimen_document(TYPES.by_id(form), items=items, issue_date=day)

    assert refusal(document).code == "items.too_many"


def test_an_issue_date_before_the_first_version_of_a_form_is_refused():
    document = specimen_document(TYPES.by_id("china_korea"), issue_date=date(2015, 12, 19))

    assert refusal(document).code == "form.not_in_force"


@pytest.mark.rule("R59")
@pytest.mark.parametrize(
    "name", ["enterprise_seal", "declarer_signature", "customs_seal", "officer_signature"]
)
def test_a_missing_image_is_refused(name):
    error = refusal(specimen_document(AUSTRALIA, **{name: None}))

    assert (error.code, error.field) == ("image.missing", name)


@pytest.mark.rule("R102")
def test_a_seal_on_a_form_that_takes_none_is_refused():
    error = refusal(specimen_document(TYPES.by_id("ecfa"), enterprise_seal=enterprise_seal()))

    assert (error.code, error.field) == ("image.not_on_form", "enterprise_seal")


def test_a_seal_larger_than_its_area_is_refused_and_never_scaled():
    large = Stamp(customs_seal().png, 56, 40)

    error = refusal(specimen_document(AUSTRALIA, customs_seal=large))

    assert (error.code, error.box, error.field) == ("image.too_large", "14", "customs_seal")


@pytest.mark.parametrize("content", [b"", b"GIF89a", customs_seal().png[:200]])
def test_an_image_that_cannot_be_read_is_refused(content):
    error = refusal(specimen_document(AUSTRALIA, officer_signature=Stamp(content, 30, 9)))

    assert (error.code, error.field) == ("image.unreadable", "officer_signature")


def test_a_code_too_fine_for_a_cheap_printer_is_refused():
    document = specimen_document(AUSTRALIA, qr_content=lambda *_: "https://x.example/" + "A" * 900)

    assert refusal(document).code == "qr.too_long"


def test_checking_counts_the_sheets_without_rendering():
    assert check(specimen_document(AUSTRALIA, items=20)) == 3
