"""The certificate types as data: whole when loaded, refused when not, open on their days."""

import ast
import copy
import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.certificate_types import CertificateTypes, load_certificate_types
from contracts.form_models import Part, Rect
from contracts.layouts import (
    PNG_SIGNATURE,
    CertificateData,
    Layout,
    StampImage,
)
from contracts.specimens import specimen_data, specimen_number
from deploy.local import form_pages

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
READERS = ("contracts", "customs", "services", "deploy")
TYPES = load_certificate_types()
CONTENT = json.loads(files("contracts").joinpath("data/certificate_types.json").read_bytes())
ALL = pytest.mark.parametrize("form", TYPES.certificate_types, ids=lambda form: form.id)
PILOT = TYPES.eligibility_history[0]


def attributes_read_in(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                yield node.attr


def subclasses_of(model: type) -> Iterator[type]:
    for child in model.__subclasses__():
        yield child
        yield from subclasses_of(child)


def broken(path: str, value: object) -> dict[str, object]:
    """The data with one value of the first type replaced, by its dotted path."""
    content = copy.deepcopy(CONTENT)
    *way, last = path.split(".")
    place = content["certificate_types"][0]
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return content


@pytest.mark.rule("R49")
def test_the_fifteen_types_of_the_pilot_and_four_more_are_known():
    assert (PILOT.scope, len(PILOT.types)) == ("pilot", 15)
    assert {kind.id for kind in TYPES.certificate_types} - set(PILOT.types) == {
        "rcep",
        "rcep_back_to_back",
        "china_asean_form_e",
        "china_mauritius",
    }


@pytest.mark.rule("R44", "R94")
def test_every_type_that_an_announcement_opened_has_its_form():
    opened = {kind for opening in TYPES.eligibility_history for kind in opening.types}

    assert opened <= {kind.id for kind in TYPES.certificate_types}


def test_what_is_not_known_of_the_mauritian_form_is_left_open_or_said_to_be_unsure():
    form = TYPES.by_id("china_mauritius")

    assert (form.validity_months, form.items.max_per_certificate) == (None, None)
    assert {form.number.confidence, form.copies.confidence, form.confidence.labels} == {"low"}
    assert form.notes[-1].startswith("Not known:")


@ALL
def test_a_type_is_found_by_its_id_and_by_its_numbers(form):
    assert TYPES.by_id(form.id) is form
    assert TYPES.by_number(specimen_number(form)) is form


@pytest.mark.parametrize("number", ["", "Z26SPECIMEN10001", "A26SPECIMEN1001", "a26specimen10001"])
def test_a_number_of_no_type_is_not_found(number):
    with pytest.raises(LookupError):
        TYPES.by_number(number)


@ALL
def test_every_form_keeps_its_confidence_and_sources(form):
    assert form.confidence.layout == "low"
    assert set(form.sources) <= set(TYPES.sources)


@ALL
def test_specimen_data_name_only_fields_of_the_form(form):
    data = specimen_data(TYPES, form, items=3)

    names = set(data.fields) | {f"item.{name}" for item in data.items for name in item}

    assert names <= form.field_names
    assert len(data.items) == 3


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("boxes.0.rect_mm", [12, 20, 93, 30], "overlaps"),
        ("boxes.0.rect_mm", [12, 20, 93, 20], "gap"),
        ("boxes.0.rect_mm", [2, 20, 93, 24], "leaves the frame"),
        ("boxes.0.fields", ["exporter", "importer"], "unknown field"),
        ("boxes.0.values", [{"text": "{producer}", "line": None}], "without listing"),
        ("boxes.6.values", [{"text": "{item.no}", "line": None}], "once for all items"),
        ("layout.table.body_mm", [12, 143, 186, 87], "does not meet"),
        ("declaration.caption.area_mm", [14, 279, 89, 4], "outside box"),
        ("certification.customs_seal.area_mm", [100, 234, 55, 45], "outside box"),
        ("certification.box", "13", "stands in box"),
        ("number.regex", "^Z[0-9]{15}$", "number rule"),
        ("continuation.boxes.0.box", "99", "unclear box"),
        ("continuation.table", None, "continuation.table"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(path, value, complaint):
    with pytest.raises(ValidationError, match=complaint):
        CertificateTypes.model_validate(broken(path, value))


def test_a_misspelt_key_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        CertificateTypes.model_validate(broken("layout.qr_milimetres", [1, 1, 1, 1]))


@pytest.mark.parametrize(
    ("form", "destination", "day", "open_"),
    [
        ("china_australia", "AU", date(2019, 5, 19), False),
        ("china_australia", "AU", date(2019, 5, 20), True),
        ("china_australia", "NZ", date(2024, 9, 1), False),
        ("non_preferential_co", "BR", date(2024, 9, 1), True),
        ("china_asean_form_e", "ID", date(2020, 5, 10), False),
        ("china_asean_form_e", "ID", date(2020, 5, 11), True),
        ("china_asean_form_e", "MY", date(2024, 8, 31), False),
        ("china_asean_form_e", "MY", date(2024, 9, 1), True),
        ("china_asean_form_e", "PH", date(2024, 9, 1), False),
        ("apta_korea", "KR", date(2019, 5, 20), True),
        ("apta_korea", "IN", date(2020, 5, 10), False),
        ("apta_korea", "IN", date(2020, 5, 11), True),
        ("rcep", "VN", date(2024, 9, 1), True),
        ("rcep_back_to_back", "VN", date(2024, 9, 1), False),
    ],
)
def test_self_printing_depends_on_type_destination_and_day(form, destination, day, open_):
    assert (TYPES.may_self_print(form, destination, day) is not None) == open_


@pytest.mark.rule("R95")
@pytest.mark.parametrize(
    ("issued", "applied", "open_"),
    [
        (date(2024, 9, 2), date(2024, 9, 1), True),
        (date(2024, 9, 2), date(2024, 8, 31), False),
        (date(2024, 8, 31), date(2024, 9, 1), False),
        (date(2024, 9, 2), None, True),
    ],
)
def test_a_type_is_open_from_a_day_of_application_and_a_day_of_issue(issued, applied, open_):
    found = TYPES.may_self_print("rcep", "VN", issued, applied_on=applied)

    assert (found is not None) == open_


@pytest.mark.rule("R95")
def test_the_day_of_application_does_not_matter_where_no_source_names_one():
    day = date(2021, 7, 1)

    assert TYPES.may_self_print("china_mauritius", "MU", day, applied_on=date(2021, 6, 1))
    assert not TYPES.may_self_print("china_mauritius", "MU", date(2021, 6, 30))


@pytest.mark.rule("R86")
def test_rcep_is_downloaded_for_five_destinations_and_no_other():
    day = date(2026, 3, 10)
    everywhere = {place for kind in TYPES.certificate_types for place in kind.destinations}

    downloadable = {place for place in everywhere if TYPES.may_download("rcep", place, day)}

    assert downloadable == {"JP", "SG", "NZ", "AU", "KR"}


@pytest.mark.rule("R88")
def test_the_pilot_opens_for_its_regions_alone():
    day = date(2019, 3, 25)

    opened = [
        TYPES.may_self_print("china_korea", "KR", day, customs_region=region) is not None
        for region in ("北京", "浙江", None)
    ]

    assert opened == [True, False, False]


@pytest.mark.parametrize(
    ("form", "destination", "open_"),
    [
        ("rcep", "JP", True),
        ("rcep_back_to_back", "KR", True),
        ("rcep", "TH", False),
        ("china_australia", "AU", False),
    ],
)
def test_downloading_is_a_permission_of_its_own(form, destination, open_):
    assert (TYPES.may_download(form, destination, date(2024, 9, 1)) is not None) == open_


def test_an_unknown_type_is_an_error_and_not_a_no():
    with pytest.raises(LookupError):
        TYPES.may_self_print("china_atlantis", "AU", date(2024, 9, 1))


def test_rectangles_that_only_touch_do_not_overlap():
    assert not Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 10, 10))
    assert Rect(0, 0, 10, 10).overlaps(Rect(9, 9, 10, 10))


def layout(**changes: object) -> Layout:
    stamp = StampImage.of(PNG_SIGNATURE + b"specimen", 42, 42)
    form = TYPES.by_id("china_australia")
    whole: dict[str, object] = {
        "certificate_no": specimen_number(form),
        "type_id": form.id,
        "revision": 1,
        "data": specimen_data(TYPES, form),
        "customs_seal": stamp,
        "officer_signature": stamp,
        "specimen": True,
    }
    return Layout(**{**whole, **changes})


def test_the_order_of_fields_changes_no_byte_of_a_layout():
    one = CertificateData(fields={"a": "1", "b": "2"}, items=({"no": "1"},))
    other = CertificateData(fields={"b": "2", "a": "1"}, items=({"no": "1"},))

    assert layout(data=one).to_bytes() == layout(data=other).to_bytes()


def test_a_layout_survives_its_journey_as_bytes():
    assert Layout.from_bytes(layout().to_bytes()) == layout()
    assert layout().to_bytes() == Layout.from_bytes(layout().to_bytes()).to_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"certificate_no": "A26SPECIMEN10001"}']
)
def test_half_a_layout_is_refused(content):
    with pytest.raises(ValueError, match="validation error"):
        Layout.from_bytes(content)


@pytest.mark.parametrize(("width", "height"), [(0, 10), (10, -1), (61, 10), (10, float("nan"))])
def test_a_stamp_has_a_possible_size(width, height):
    with pytest.raises(ValidationError):
        StampImage.of(PNG_SIGNATURE, width, height)


@pytest.mark.parametrize("text", ["not base64!", "R0lGODlh", ""])
def test_a_stamp_is_a_png(text):
    with pytest.raises(ValidationError):
        StampImage(png_base64=text, width_mm=10, height_mm=10)


def test_the_page_on_forms_says_what_the_data_say():
    current = (ROOT / "docs/forms.md").read_text()

    assert form_pages.page(current, TYPES) == current


@ALL
def test_the_page_on_forms_shows_each_form(form):
    assert (ROOT / "docs/pictures/forms" / f"{form.id}.png").is_file()


def test_every_field_of_the_data_is_read_somewhere():
    read = {name for folder in READERS for name in attributes_read_in(ROOT / folder)}
    kept = {name for model in (Part, *subclasses_of(Part)) for name in model.model_fields}

    assert kept - read == set()
